import { expect } from 'vitest'
import type { See } from '../see.ts'
import { beside } from './units.ts'

const authorization = { type: 'Bearer', credentials: { name: 'vector-api-keys', key: 'read-only-key' } }
const tls = {
  scheme: 'https',
  tlsConfig: { serverName: 'vector.kfm-vector.svc', ca: { secret: { name: 'vector-tls', key: 'ca.crt' } } },
}

/** Every pod is scraped every 30 s with the key that can't write, over TLS where the engine has it; found by the operator. */
export const scraped = (see: See, unit: string, withTls: boolean): void => {
  const one = see.one(unit, 'ServiceMonitor')
  expect(one.get('spec.endpoints')).toEqual([
    { port: 'http', path: '/metrics', interval: '30s', scrapeTimeout: '10s', authorization, ...(withTls ? tls : {}) },
  ])
  const wanted = Object.entries(one.get<Record<string, string>>('spec.selector.matchLabels'))
  const services = see.all(unit, 'Service').filter(service => {
    const labels = service.some<Record<string, string>>('metadata.labels')
    return wanted.every(([key, value]) => labels[key] === value)
  })
  expect(services.map(service => service.get('metadata.name'))).toEqual(['vector'])
  const stack = see.yaml('platform/values/kube-prometheus-stack.yaml')
  const selected = stack.get<{ release: string }>('prometheus.prometheusSpec.serviceMonitorSelector.matchLabels')
  expect(selected).toEqual({ release: one.get('metadata.labels.release') })
}

/** The certificate that the engine shows, and the chain of issuers behind it, all in this unit. */
export const certified = (see: See, unit: string): void => {
  const one = see.one(unit, 'Certificate', 'vector-tls')
  expect(one.get('spec.secretName')).toBe('vector-tls')
  const names = one.some<string[]>('spec.dnsNames')
  expect(names).toEqual(expect.arrayContaining(['vector.kfm-vector.svc', '*.vector-headless.kfm-vector.svc']))
  expect(one.get('spec.usages')).toEqual(['server auth', 'client auth'])
  const issuer = see.one(unit, 'Issuer', one.get<string>('spec.issuerRef.name'))
  const ca = see.one(unit, 'Certificate', 'vector-ca')
  expect(issuer.get('spec.ca.secretName')).toBe(ca.get('spec.secretName'))
  expect(ca.get('spec.isCA')).toBe(true)
  expect(see.one(unit, 'Issuer', ca.get<string>('spec.issuerRef.name')).get('spec.selfSigned')).toEqual({})
}

/** The class of a claim, as the same environment renders it. */
export const storageClass = (see: See, unit: string, name: string): ReturnType<See['one']> =>
  see.one(beside(unit, 'cluster-storage'), 'StorageClass', name)

type Rule = { alert?: string; expr: string }

/** The expression of an alert, whose every part the check asserts. */
export const alert = (see: See, unit: string, name: string): string => {
  const one = see.one(unit, 'PrometheusRule', 'vector-alerts')
  const at = one.some<{ rules: Rule[] }[]>('spec.groups')[0]?.rules.findIndex(rule => rule.alert === name)
  return one.get(`spec.groups[0].rules[${at}].expr`)
}
