import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { KubeObject } from '../engine.ts'
import type { Ref } from './api.ts'
import { namespace, startArgoProcesses } from './argo-processes.ts'
import type { Cluster } from './cluster.ts'
import { eventually } from './eventually.ts'
import type { GitRepo } from './git-repo.ts'
import { moduleFolder } from './module-folder.ts'
import { apply, get, type Live, list, patch } from './objects.ts'
import { render } from './render.ts'

export type Argo = {
  /** What `argo/env/<env>` renders, for a proof to apply what it is about; configuration and projects are applied already. */
  objects: KubeObject[]
  /** Applies ApplicationSets or Applications of `objects`, by name. */
  start: (...names: string[]) => Promise<void>
  /** Makes Argo CD look for new commits now instead of within minutes: all Applications and ApplicationSets, or the named Applications. */
  refresh: (names?: readonly string[]) => Promise<void>
  application: (name: string) => Promise<Live>
  /** What the repo-server generates for an Application at a commit, as it is handed to the controller, in its order. Throws its words. */
  manifests: (name: string, commit: string) => Promise<KubeObject[]>
  /** Waits until an Application is Synced to a commit and Healthy, and returns it. */
  settled: (name: string, commit: string, seconds?: number) => Promise<Live>
}

/** What Argo CD must find before it starts. */
const configKinds = ['ConfigMap', 'AppProject']
const base = 'argocd-cm argocd-cmd-params-cm argocd-gpg-keys-cm argocd-rbac-cm argocd-secret argocd-ssh-known-hosts-cm argocd-tls-certs-cm'

/** Argo CD's own configuration from its module, but what argo/ renders itself; its Secret gets a key to sign with. */
const configuration = (argoCd: string, rendered: KubeObject[]): KubeObject[] => {
  const own = rendered.filter(({ kind }) => configKinds.includes(kind))
  const shipped = base.split(' ').map((name): KubeObject => {
    const object = parseDocument(readFileSync(join(argoCd, `manifests/base/config/${name}.yaml`), 'utf8')).toJS()
    const secret = object.kind === 'Secret' && { stringData: { 'server.secretkey': randomBytes(32).toString('hex') } }
    return { ...object, ...secret, metadata: { ...object.metadata, namespace } }
  })
  return [...shipped.filter(({ kind, metadata }) => !own.some(o => o.kind === kind && o.metadata.name === metadata.name)), ...own]
}

const unsettled = ({ status }: Live): string =>
  JSON.stringify({
    sync: status?.sync?.status,
    revision: status?.sync?.revision,
    health: status?.health,
    operation: status?.operationState?.message,
    conditions: status?.conditions?.map((condition: { message: string }) => condition.message),
    resources: status?.resources?.filter((r: Live) => r.status !== 'Synced' || (r.health && r.health.status !== 'Healthy')),
  })

/**
 * Argo CD in a cluster, configured as this repository configures it for an environment:
 *
 *     const argoCd = await argo(cluster, repo, 'dev')
 *     await argoCd.start('formdb')
 *     await argoCd.settled('formdb-http-api-dev', repo.head())
 *
 * It ends with the cluster. Applications of platform charts are rendered but not started unless a proof does: charts need a network.
 * @param options `syncs: false` leaves the application controller out: ApplicationSets make Applications, and nobody looks at those
 */
export const argo = async (cluster: Cluster, repo: GitRepo, environment: string, { syncs = true } = {}): Promise<Argo> => {
  const { api } = cluster
  const argoCd = await moduleFolder('argo-cd', 'github.com/argoproj/argo-cd/v3')
  const objects = await render(repo.work, `argo/env/${environment}`)
  await apply(api, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  for (const object of configuration(argoCd, objects)) await apply(api, object)
  const startServer = await startArgoProcesses(cluster, argoCd, syncs)
  let server: Promise<string> | undefined

  const version = 'argoproj.io/v1alpha1'
  const applicationRef = (name: string): Ref => ({ apiVersion: version, kind: 'Application', metadata: { name, namespace } })
  const application: Argo['application'] = name => get(api, applicationRef(name))
  return {
    objects,
    application,
    manifests: async (name, commit) => {
      server ??= startServer()
      const answer = await fetch(`${await server}/api/v1/applications/${name}/manifests?revision=${commit}`)
      const { manifests = [], message } = (await answer.json()) as { manifests?: string[]; message?: string }
      if (!answer.ok) throw new Error(`${name} at ${commit.slice(0, 12)}: ${message}`)
      return manifests.map(text => JSON.parse(text))
    },
    start: async (...names) => {
      for (const name of names) {
        const found = objects.find(({ kind, metadata }) => ['ApplicationSet', 'Application'].includes(kind) && metadata.name === name)
        if (!found) throw new Error(`argo/env/${environment} renders no ApplicationSet or Application called ${name}`)
        await apply(api, found)
      }
    },
    refresh: async names => {
      const annotate = (refs: Ref[], annotation: string, value: string): Promise<unknown> =>
        Promise.all(refs.map(ref => patch(api, ref, { metadata: { annotations: { [annotation]: value } } })))
      if (!names)
        await annotate(await list(api, version, 'ApplicationSet', { namespace }), 'argocd.argoproj.io/application-set-refresh', 'true')
      const applications = names?.map(applicationRef) ?? (await list(api, version, 'Application', { namespace }))
      await annotate(applications, 'argocd.argoproj.io/refresh', 'normal')
    },
    settled: (name, commit, seconds = 120) =>
      eventually(async () => {
        const live = await application(name)
        const { sync, health } = live.status ?? {}
        if (sync?.status !== 'Synced' || sync.revision !== commit || health?.status !== 'Healthy')
          throw new Error(`${name} is not Synced to ${commit.slice(0, 7)} and Healthy: ${unsettled(live)}`)
        return live
      }, seconds),
  }
}
