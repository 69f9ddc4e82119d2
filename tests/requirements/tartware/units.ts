import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

/** The five, by the name that the requirement has for them. */
export const services = ['api-gateway', 'core-service', 'logs-service', 'reservations-command-service', 'settings-service'] as const
export type Service = (typeof services)[number]

export const appOf = (service: string): string => `tartware-${service}`
export const baseOf = (service: string): string => `apps/${appOf(service)}`
export const unitOf = (env: string, service: string): string => `overlays/${env}/${appOf(service)}`

export const environments = ['dev', 'staging', 'prod', 'offline']
/** Where Argo Rollouts releases them. */
export const released = ['staging', 'prod', 'offline']
/** Every overlay of the five: environment and service. */
export const everywhere: [env: string, service: Service][] = environments.flatMap(env =>
  services.map((service): [string, Service] => [env, service]),
)

/** Both shapes of a unit: with a Deployment, and with a Rollout. Staging and offline are made of the same parts. */
export const shapes: [env: string, service: Service][] = everywhere.filter(([env]) => env === 'dev' || env === 'prod')

export const pod = 'spec.template.spec'
export const container: string = `${pod}.containers[name=server]`

/** The service's workload in an environment: a Deployment in dev, a Rollout elsewhere. */
export const workload = (see: See, env: string, service: string): Seen =>
  see.one(unitOf(env, service), released.includes(env) ? 'Rollout' : 'Deployment', appOf(service))
export const scaler = (see: See, env: string, service: string): Seen =>
  see.one(unitOf(env, service), 'HorizontalPodAutoscaler', appOf(service))
/** The service's own settings; generated, so the name carries a hash. */
export const config = (see: See, env: string, service: string): Seen =>
  see.one(unitOf(env, service), 'ConfigMap', new RegExp(`^${appOf(service)}-config-`))
export const environment = (see: See, env: string): Seen => see.yaml(`base/env/${env}/environment.yaml`)

export const page = 'docs/tartware.md'
export const shared = 'base/components/node-service'
