import { join } from 'node:path'
import type { KubeConfig } from '@kubernetes/client-node'
import { expect } from 'vitest'
import type { Api, Ref } from '../../../scripts/lib/e2e/api.ts'
import type { Argo } from '../../../scripts/lib/e2e/argo.ts'
import { namespace as argoNamespace } from '../../../scripts/lib/e2e/argo-processes.ts'
import type { Cluster } from '../../../scripts/lib/e2e/cluster.ts'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { apply, get, type Live, patch } from '../../../scripts/lib/e2e/objects.ts'
import type { KubeObject } from '../../../scripts/lib/engine.ts'
import { type SmallRepo, smallRepo } from './small-repo.ts'

/** What all tests of the settings share; each test has repositories, projects and namespaces of its own. */
export type World = { api: Api; config: KubeConfig; repo: (name: string) => SmallRepo; template: KubeObject }

/** @returns the world; `template` is an ApplicationSet that this repository renders, for the sync policy that its Applications have */
export const makeWorld = ({ api, config, processes }: Cluster, { objects }: Argo): World => {
  const template = objects.find(({ kind, metadata }) => kind === 'ApplicationSet' && metadata.name === 'cluster')
  if (!template) throw new Error('argo/ renders no ApplicationSet called cluster')
  return { api, config, template, repo: name => smallRepo(join(processes.data, 'settings', name)) }
}

/** How long a step may take on a busy machine. */
export const patience = 120
const version = 'argoproj.io/v1alpha1'
export const applicationRef = (name: string): Ref => ({
  apiVersion: version,
  kind: 'Application',
  metadata: { name, namespace: argoNamespace },
})
const server = 'https://kubernetes.default.svc'

/** A namespace, and an AppProject of the same name that allows nothing but this repository and this namespace. */
export const makeProject = async ({ api }: World, name: string, repo: SmallRepo): Promise<void> => {
  await apply(api, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  const project = { apiVersion: version, kind: 'AppProject', metadata: { name, namespace: argoNamespace } }
  await apply(api, { ...project, spec: { sourceRepos: [repo.url], destinations: [{ server, namespace: name }] } })
}

export type Settings = {
  /** Sync options to add to what argo/base/patches/template.yaml gives, and to leave out. */
  add?: string[]
  drop?: string[]
  path?: string
  revision?: string
  /** Another Application's project and namespace; its own by default. */
  project?: string
  finalizers?: string[]
  /** Off: what changes in the cluster alone stays as it is until the next commit. */
  selfHeal?: boolean
  spec?: object
}

/** The spec of an Application as this repository's ApplicationSets make it, but for the settings. It doesn't retry: tests don't wait. */
export const applicationSpec = (world: World, name: string, repo: SmallRepo, settings: Settings = {}): object => {
  const { add = [], drop = [], path = 'app', revision = 'main', project = name, selfHeal = true, spec } = settings
  // biome-ignore lint/suspicious/noExplicitAny: a rendered object
  const { syncPolicy } = (world.template as any).spec.template.spec
  const options: string[] = syncPolicy.syncOptions
  for (const option of drop) if (!options.includes(option)) throw new Error(`${option} is not in the template`)
  return {
    project,
    source: { repoURL: repo.url, targetRevision: revision, path },
    destination: { server, namespace: project },
    syncPolicy: {
      automated: { ...syncPolicy.automated, selfHeal },
      retry: { limit: 0 },
      syncOptions: [...options.filter(option => !drop.includes(option)), ...add],
    },
    ...spec,
  }
}

export type App = {
  read: () => Promise<Live>
  /** Has Argo CD compare with the newest commit, and answers once it has. */
  compared: () => Promise<Live>
  /** Waits until a sync to a commit has succeeded, and what it did is compared. */
  synced: (commit: string) => Promise<Live>
  /** An object in the Application's namespace. */
  of: (object: KubeObject) => Ref
}

/** The handle of an Application, however it came to be. */
export const appOf = ({ api }: World, name: string, namespace = name): App => {
  const ref = applicationRef(name)
  const refresh = 'argocd.argoproj.io/refresh'
  const read = (): Promise<Live> => get(api, ref)
  const compared: App['compared'] = async () => {
    await patch(api, ref, { metadata: { annotations: { [refresh]: 'normal' } } })
    return eventually(async () => {
      const live = await read()
      expect(live.metadata.annotations?.[refresh], `${name} was not compared`).toBeUndefined()
      return live
    }, patience)
  }
  return {
    read,
    compared,
    synced: async commit => {
      await compared()
      await eventually(async () => {
        const { phase, message, syncResult } = (await read()).status?.operationState ?? {}
        expect({ phase, revision: syncResult?.revision }, `${name}: ${message}`).toEqual({ phase: 'Succeeded', revision: commit })
      }, patience)
      return compared()
    },
    of: ({ apiVersion, kind, metadata }) => ({ apiVersion, kind, metadata: { name: metadata.name, namespace } }),
  }
}

/** Makes an Application with its project and namespace; the first sync is `synced`'s to wait for. */
export const makeApp = async (world: World, name: string, repo: SmallRepo, settings: Settings = {}): Promise<App> => {
  const { project = name, finalizers = [] } = settings
  if (project === name) await makeProject(world, name, repo)
  const { apiVersion, kind, metadata } = applicationRef(name)
  await apply(world.api, { apiVersion, kind, metadata: { ...metadata, finalizers }, spec: applicationSpec(world, name, repo, settings) })
  return appOf(world, name, project)
}

/** Approves what `confirm` asks for: deletions that were asked for before now. */
export const approve = (world: World, name: string): Promise<Live> => {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  return patch(world.api, applicationRef(name), { metadata: { annotations: { 'argocd.argoproj.io/deletion-approved': now } } })
}

/** What an operation is doing, and for which commit. */
export const operation = ({ status }: Live): { phase?: string; message?: string; revision?: string } => ({
  phase: status?.operationState?.phase,
  message: status?.operationState?.message,
  revision: status?.operationState?.operation?.sync?.revision,
})
