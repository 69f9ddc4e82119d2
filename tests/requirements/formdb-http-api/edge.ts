import { expect } from 'vitest'
import { portNumber } from '../pods.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'
import { config, deployment, headers, ingress, nginx, service } from './units.ts'

type ServicePort = { name: string; port: number; targetPort: string | number; protocol?: string }

/** 80 for callers and 4000 for metrics, both to the container's one port. */
export const ports = (see: See, unit: string): void => {
  const found = service(see, unit).get<ServicePort[]>('spec.ports')
  expect(found.map(one => [one.name, one.port, portNumber(deployment(see, unit), one.targetPort), one.protocol ?? 'TCP']).sort()).toEqual([
    ['http', 80, 4000, 'TCP'],
    ['metrics', 4000, 4000, 'TCP'],
  ])
}

/** One Ingress of class nginx for one host, with TLS for exactly that host, to the Service's port http. */
export const route = (see: See, unit: string, host: string): Seen => {
  const one = ingress(see, unit)
  expect(one.get('spec.ingressClassName')).toBe('nginx')
  expect(one.some<unknown[]>('spec.rules')).toHaveLength(1)
  expect(one.get('spec.rules[0].host')).toBe(host)
  expect(one.get('spec.tls[0].hosts')).toEqual([host])
  expect(one.get('spec.rules[0].http.paths[0].backend.service')).toEqual({
    name: service(see, unit).get('metadata.name'),
    port: { name: 'http' },
  })
  return one
}

/** TLS ends at the Ingress: plain HTTP behind it, and plain HTTP from outside is sent to HTTPS. */
export const httpsOnly = (see: See, unit: string): void => {
  const one = ingress(see, unit)
  expect([one.get(nginx('ssl-redirect')), one.get(nginx('force-ssl-redirect'))]).toEqual(['true', 'true'])
}

export const plainBehind = (see: See, unit: string): void => {
  const one = ingress(see, unit)
  expect(one.get(nginx('backend-protocol'))).toBe('HTTP')
  one.some('spec.tls[0].secretName')
}

export const limits = (see: See, unit: string, perSecond: string, connections: string): void => {
  const one = ingress(see, unit)
  expect([one.get(nginx('limit-rps')), one.get(nginx('limit-connections'))]).toEqual([perSecond, connections])
}

/** The edge and the application allow the same origins. */
export const cors = (see: See, unit: string): string[] => {
  const one = ingress(see, unit)
  expect(one.get(nginx('enable-cors'))).toBe('true')
  const origins = one.get<string>(nginx('cors-allow-origin'))
  expect(config(see, unit).get('data.CORS_ORIGINS')).toBe(origins)
  return origins.split(',')
}

/** The name of the ClusterIssuer that signs for the Ingress. */
export const issuer = (see: See, unit: string): string => ingress(see, unit).get('metadata.annotations[cert-manager.io/cluster-issuer]')

const controller = 'platform/values/ingress-nginx.yaml'

/**
 * A response header: in the ConfigMap that the Ingress names, and one that the controller lets through. Snippets, the other way to
 * set headers, are used nowhere and refused by the controller.
 */
export const header = (see: See, unit: string, name: string, value: string): void => {
  const map = headers(see, unit)
  expect(map.get(`data.${name}`)).toBe(value)
  const one = ingress(see, unit)
  expect(one.get(nginx('custom-headers'))).toBe(`${map.get('metadata.namespace')}/${map.get('metadata.name')}`)
  for (const each of see.all(unit, 'Ingress'))
    for (const snippet of ['configuration-snippet', 'server-snippet', 'auth-snippet']) each.none(nginx(snippet))
  const values = see.yaml(controller)
  expect(values.get('controller.allowSnippetAnnotations')).toBe(false)
  expect(values.get<string>('controller.config.global-allowed-response-headers').split(',')).toContain(name)
}

/** Every security header with its value. */
export const securityHeaders: Record<string, string> = {
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'X-XSS-Protection': '1; mode=block',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'geolocation=(), microphone=(), camera=()',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
}

export const allHeaders = (see: See, unit: string): void => {
  for (const [name, value] of Object.entries(securityHeaders)) header(see, unit, name, value)
}

/** `/metrics` and all below it is refused to everybody at the edge. */
export const metricsBlocked = (see: See, unit: string): void => {
  const one = see.one(unit, 'Ingress', /metrics$/)
  expect(one.get('spec.rules[0].host')).toBe(ingress(see, unit).get('spec.rules[0].host'))
  expect(one.get('spec.rules[0].http.paths[0].path')).toBe('/metrics')
  expect(one.get('spec.rules[0].http.paths[0].pathType')).toBe('Prefix')
  expect(one.get<string>(nginx('denylist-source-range')).split(',').sort()).toEqual(['0.0.0.0/0', '::/0'])
}
