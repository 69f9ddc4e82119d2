import { expect } from 'vitest'
import { quantity } from '../quantity.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'
import { appOf, config, container, environment, environments, released, scaler, unitOf, workload } from './units.ts'

/** The container listens on one port, `http`, and is told so by `PORT` and by the name that the service's own code reads. */
export const listens = (see: See, service: string, port: number, own?: string): void => {
  for (const env of environments) {
    const one = workload(see, env, service)
    expect(one.get(`${container}.ports`)).toEqual([{ name: 'http', containerPort: port, protocol: 'TCP' }])
    expect(one.get(`${container}.env[0]`)).toEqual({ name: 'PORT', value: `${port}` })
    // $(PORT) is what Kubernetes puts in for a variable that stands before.
    if (own !== undefined) expect(one.get(`${container}.env[name=${own}].value`)).toBe('$(PORT)')
    expect(one.get(`${container}.env[name=NODE_ENV].value`)).toBe('production')
    expect(config(see, env, service).get('data.SERVICE_NAME')).toBe(service)
  }
}

/** Dev runs one pod, staging few, the others prod's number; the autoscaler owns it. */
export const autoscaled = (see: See, service: string): void => {
  for (const env of environments) {
    const one = scaler(see, env, service)
    const kind = released.includes(env)
      ? { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' }
      : { apiVersion: 'apps/v1', kind: 'Deployment' }
    expect(one.get('spec.scaleTargetRef')).toEqual({ ...kind, name: appOf(service) })
    workload(see, env, service).none('spec.replicas')
  }
}

type Variable = { name: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }

/** The keys of Secrets that a container reads; the check asserts them. */
export const secrets = (one: Seen): string[] =>
  one.some<Variable[]>(`${container}.env`).flatMap(({ name, valueFrom }) => {
    if (valueFrom?.secretKeyRef === undefined) return []
    const path = `${container}.env[name=${name}].valueFrom.secretKeyRef`
    return [`${name} = ${one.get(`${path}.name`)}/${one.get(`${path}.key`)}`]
  })

/** PostgreSQL: settings from the environment, the password from the secret store, and a way there for these pods alone. */
export const postgres = (see: See, service: string): void => {
  for (const env of environments) {
    const unit = unitOf(env, service)
    const settings = see.one(unit, 'ConfigMap', /^postgres-config-/)
    expect(settings.get('data')).toEqual({
      DB_HOST: environment(see, env).get('data.postgres-host'),
      DB_NAME: 'tartware',
      DB_PORT: '5432',
      DB_USER: 'tartware',
    })
    const one = workload(see, env, service)
    expect(one.get(`${container}.envFrom[1].configMapRef.name`)).toBe(settings.get('metadata.name'))
    expect(secrets(one)).toContain('DB_PASSWORD = postgres/DB_PASSWORD')
    const secret = see.one(unit, 'ExternalSecret', 'postgres')
    expect(secret.get('spec.target.name')).toBe('postgres')
    expect(secret.get('spec.secretStoreRef')).toEqual({ kind: 'ClusterSecretStore', name: 'vault' })
    expect(secret.get('spec.data')).toEqual([
      { secretKey: 'DB_PASSWORD', remoteRef: { key: `${env}/${appOf(service)}`, property: 'DB_PASSWORD' } },
    ])
    see.none(unit, 'Secret')
  }
}

/** What a container asks for, or may use: CPU and memory. */
export const resources = (one: Seen, kind: 'requests' | 'limits'): number[] =>
  ['cpu', 'memory'].map(name => quantity(one.get(`${container}.resources.${kind}.${name}`)))
