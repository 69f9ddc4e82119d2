import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { environmentsOf } from './environments.ts'
import { Failure } from './failure.ts'

type Probe = { httpGet?: { path?: string } }
type Manifest = {
  kind?: string
  metadata?: { name?: string; namespace?: string }
  spec?: {
    ports?: { name?: string; port?: number }[]
    rules?: { host?: string }[]
    gateways?: string[]
    hosts?: string[]
    http?: { match?: { headers?: Record<string, { exact?: string }> }[] }[]
    groups?: { rules?: { expr?: string }[] }[]
    template?: { spec?: { containers?: { livenessProbe?: Probe; readinessProbe?: Probe }[] } }
  }
}

/** Where an app answers in an environment: its Service, the paths that its probes ask, its public host, the headers of early requests. */
export type Place = {
  service: string
  namespace: string
  port: number
  paths: string[]
  host: string | undefined
  early: Record<string, string>
  expressions: string[]
}

const golden = (env: string): string => `tests/golden/${env}`

/** Throws a Failure for what isn't an environment that is rendered. */
const envFolder = (root: string, env: string): string => {
  if (!/^[\w-]+$/.test(env) || !existsSync(join(root, golden(env)))) {
    const names = environmentsOf(root).map(({ name }) => name)
    throw new Failure(`nothing is rendered for "${env}"; name ${names.join(', ') || 'an environment'}, or run: pnpm render --update`)
  }
  return golden(env)
}

/** The apps of an environment that begin with a prefix, by what is rendered. Throws a Failure when there are none. */
export const appsOf = (root: string, env: string, prefix: string): string[] => {
  const files = readdirSync(join(root, envFolder(root, env))).filter(file => file.startsWith(prefix) && file.endsWith('.yaml'))
  if (files.length === 0) throw new Failure(`${golden(env)} has no ${prefix}*.yaml; run: pnpm render ${env} --update`)
  return files.map(file => file.replace('.yaml', '')).sort()
}

/** What is rendered for an app, read for a smoke check. Throws a Failure when it isn't rendered, or has no Service or probe. */
export const placeOf = (root: string, env: string, app: string): Place => {
  const file = `${envFolder(root, env)}/${app}.yaml`
  if (!existsSync(join(root, file))) throw new Failure(`no rendered ${app} (${file}); run: pnpm render ${env} --update`)
  const objects = parseAllDocuments(readFileSync(join(root, file), 'utf8')).map(document => document.toJS() as Manifest)
  const named = (...kinds: string[]): Manifest | undefined =>
    objects.find(({ kind = '', metadata }) => kinds.includes(kind) && (metadata?.name === app || metadata?.name?.endsWith(`-${app}`)))
  const service = named('Service')
  const port = service?.spec?.ports?.find(({ name }) => name === 'http')?.port ?? service?.spec?.ports?.[0]?.port
  const probed = named('Deployment', 'Rollout', 'StatefulSet')?.spec?.template?.spec?.containers?.[0]
  const paths = [probed?.livenessProbe, probed?.readinessProbe].flatMap(probe => probe?.httpGet?.path ?? [])
  if (!service?.metadata?.namespace || !port || paths.length === 0) throw new Failure(`${file} has no Service or no probe path for ${app}`)
  const route = named('VirtualService')?.spec
  const outside = route?.gateways?.some(gateway => gateway !== 'mesh') ? route.hosts?.[0] : undefined
  const headers = Object.entries(route?.http?.flatMap(({ match = [] }) => match)[0]?.headers ?? {})
  return {
    service: service.metadata.name ?? app,
    namespace: service.metadata.namespace,
    port,
    paths: [...new Set(paths)],
    host: named('Ingress')?.spec?.rules?.[0]?.host ?? outside,
    early: Object.fromEntries(headers.map(([name, { exact = '' }]) => [name, exact])),
    expressions: objects.flatMap(({ kind, spec }) =>
      kind === 'PrometheusRule' ? (spec?.groups ?? []).flatMap(({ rules = [] }) => rules.flatMap(({ expr }) => expr ?? [])) : [],
    ),
  }
}
