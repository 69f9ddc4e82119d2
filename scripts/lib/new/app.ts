import { type Environment, environmentsOf } from '../environments.ts'
import { Failure } from '../failure.ts'
import { listInside } from '../files.ts'
import { parseImage } from '../image-reference.ts'
import { httpApp } from './app-http.ts'
import { nodeService, nodeServiceNext } from './app-node.ts'
import type { AppSpec, Kind } from './app-spec.ts'
import { type Ask, answers, type Question } from './ask.ts'
import { overlays, sharedBy } from './overlays.ts'
import { checkName, newFile, type Plan } from './plan.ts'
import { allowRegistry, own, register, systemOf } from './registration.ts'

const questions = (all: readonly string[]): Question[] => [
  { flag: 'image', question: 'Image, as name:tag@sha256:… (the digest may be left out for dev alone)' },
  { flag: 'port', question: 'Port that it listens on', or: '8080' },
  { flag: 'health', question: 'Path that answers when it can serve', or: '/healthz' },
  { flag: 'env', question: 'Environments', or: all.join(',') },
  { flag: 'team', question: 'Owners in CODEOWNERS', or: '@gitops/platform' },
]

const http: Kind = {
  files: httpApp,
  components: () => [],
  next: ({ name }) => [`say who may call ${name}: apps/${name}/networkpolicy.yaml`],
}
const node: Kind = {
  files: nodeService,
  components: (root, env) => sharedBy(root, env, 'tartware-'),
  next: nodeServiceNext,
}

const specOf = (name: string, said: Record<string, string>, known: readonly Environment[]): AppSpec => {
  const port = Number(said.port)
  if (!Number.isInteger(port) || port < 1024 || port > 65535)
    throw new Failure(`--port ${said.port}: write a port from 1024 to 65535; restricted pods have no lower one`)
  if (!/^\/[\w./-]*$/.test(said.health ?? '')) throw new Failure(`--health ${said.health}: write a path like /healthz`)
  if (!/^@[\w.-]+\/[\w.-]+( @[\w.-]+\/[\w.-]+)*$/.test(said.team ?? ''))
    throw new Failure(`--team ${said.team}: write teams like @gitops/orders`)
  const envs = (said.env ?? '').split(',').map(env => env.trim())
  const names = known.map(one => one.name)
  for (const env of envs) if (!names.includes(env)) throw new Failure(`--env ${said.env}: "${env}" is none of ${names.join(', ')}`)
  for (const { name: env, builtOn } of known)
    if (envs.includes(env) && builtOn && !envs.includes(builtOn))
      throw new Failure(`--env: ${env} is built from ${builtOn}; add ${builtOn}`)
  const image = parseImage(said.image ?? '')
  const needs = known.flatMap(one => (one.promotedFrom && envs.includes(one.name) ? [one.name] : []))
  if (image.digest === undefined && needs.length > 0)
    throw new Failure(
      `--image ${said.image}: ${needs.join(' and ')} take no image without a digest; add @sha256:…, or say --env dev for now`,
    )
  return { name, image, port, health: said.health ?? '', team: said.team ?? '', envs }
}

/** Plans a new app: its folder, its overlays, its place in Argo CD, its owners. Throws a Failure for what can't be one. */
export const planApp = async (
  root: string,
  name: string,
  given: Record<string, string | undefined>,
  ask: Ask | undefined,
): Promise<Plan> => {
  checkName('an app', name)
  const system = systemOf(root, name)
  if (system?.project === 'cluster')
    throw new Failure(`${name} would be a cluster unit; those may change the whole cluster and are written by hand`)
  const known = environmentsOf(root)
  if (known.length === 0) throw new Failure('there is no environment here: each has its base/env/<env>/environment.yaml')
  const asked = questions(known.map(one => one.name))
  const spec = specOf(name, await answers(asked, given, ask), known)
  const kind = system?.project === 'tartware' ? node : http
  const files = Object.entries(kind.files(spec)).map(([path, text]) => newFile(root, `apps/${name}/${path}`, text))
  const units = Object.entries(overlays(root, spec, kind.components)).map(([path, text]) => newFile(root, path, text))
  const policy = allowRegistry(root, spec.image.name)
  const environments = listInside(root, 'argo/env').flatMap(path => /^argo\/env\/([^/]+)\/kustomization\.yaml$/.exec(path)?.[1] ?? [])
  return {
    edits: [...files, ...units, ...register(root, name), ...own(root, name, spec.team), ...policy],
    accepts: [...spec.envs.map(env => `${env}/${name}`), ...(policy.length > 0 ? environments.map(env => `${env}/cluster-policies`) : [])],
    apps: environments,
    next: [...kind.next(spec), ...(policy.length > 0 ? [`security reviews the new prefix in ${policy[0]?.path}`] : [])],
  }
}
