import { argoJudge } from '../../scripts/lib/applicationset/judge.ts'
import type { Judgement, World } from '../../scripts/lib/check/rule.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { home } from '../../scripts/lib/tools.ts'

// biome-ignore lint/suspicious/noExplicitAny: a case changes any field of any object
type Any = any

/** What one environment holds: the objects of argo/<env> by a short name, those of its one unit, and further units by folder. */
export type Parts = {
  set: Any
  root: Any
  chart: Any
  project: Any
  argo: Any
  config: Any
  unit: Any[]
  more: Any[]
  units: Record<string, Any[]>
}

const server = 'https://kubernetes.default.svc'
const repoURL = 'https://git.example.com/gitops.git'
const versioned = (kind: string, name: string, rest: object): Any => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'argo' },
  ...rest,
})
const policy = {
  automated: { prune: true, selfHeal: true },
  retry: { limit: 5 },
  syncOptions: ['FailOnSharedResource=true', 'ServerSideApply=true', 'RespectIgnoreDifferences=true'],
}

export const object = (apiVersion: string, kind: string, name: string, rest: Any = {}): Any => ({
  apiVersion,
  kind,
  ...rest,
  metadata: { name, namespace: 'web', ...rest.metadata },
})
export const annotated = (options: string, compare?: string): object => ({
  annotations: { 'argocd.argoproj.io/sync-options': options, ...(compare ? { 'argocd.argoproj.io/compare-options': compare } : {}) },
})

/** An environment in which nothing is wrong; each call gives a new one to change. */
export const parts = (env: string): Parts => ({
  set: versioned('ApplicationSet', 'web', {
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      syncPolicy: { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
      generators: [{ git: { repoURL, revision: 'v1.2.3', directories: [{ path: `overlays/${env}/web*` }] } }],
      template: {
        metadata: { name: `{{ .path.basename }}-${env}`, annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' } },
        spec: {
          project: 'web',
          source: { repoURL, targetRevision: 'v1.2.3', path: '{{ .path.path }}' },
          destination: { server, namespace: 'web' },
          syncPolicy: structuredClone(policy),
        },
      },
    },
  }),
  root: versioned('Application', 'root', {
    spec: {
      project: 'argo',
      source: { repoURL, targetRevision: 'main', path: `argo/env/${env}` },
      destination: { server, namespace: 'argo' },
      syncPolicy: structuredClone(policy),
    },
  }),
  chart: versioned('Application', 'loki', {
    spec: {
      project: 'argo',
      sources: [
        { repoURL: 'https://charts.example.com', chart: 'loki', targetRevision: '1.2.3', helm: { valueFiles: ['$values/loki.yaml'] } },
        { repoURL, targetRevision: 'v1.2.3', ref: 'values' },
      ],
      destination: { server, namespace: 'argo' },
      syncPolicy: structuredClone(policy),
    },
  }),
  project: versioned('AppProject', 'web', {
    spec: {
      sourceRepos: [repoURL],
      destinations: [{ server, namespace: 'web' }],
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: 'web' }],
      namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
      orphanedResources: { warn: true },
    },
  }),
  argo: versioned('AppProject', 'argo', {
    spec: { sourceRepos: [repoURL, 'https://charts.example.com'], destinations: [{ server, namespace: 'argo' }] },
  }),
  config: { ...versioned('ConfigMap', 'argocd-cm', { data: {} }), apiVersion: 'v1' },
  unit: [
    object('v1', 'Namespace', 'web', { metadata: annotated('Prune=false,Delete=false') }),
    object('v1', 'ConfigMap', 'settings'),
    object('apps/v1', 'Deployment', 'web'),
  ],
  more: [],
  units: {},
})

/** The world of one environment: its files are those of its units. */
const worldOf = (env: string, { unit, units, ...argo }: Parts): World => {
  const { more, ...named } = argo
  const folders: Record<string, KubeObject[]> = {
    [`argo/env/${env}`]: [...Object.values(named).filter(Boolean), ...more],
    [`overlays/${env}/web`]: unit,
    ...units,
  }
  const judged = Object.entries(folders).filter(([, objects]) => objects.length > 0)
  return {
    root: home,
    tree: 'work',
    date: '2026-01-01',
    files: Object.keys(folders).map(path => `${path}/kustomization.yaml`),
    read: () => '',
    units: judged.map(([path, objects]) => {
      const parts = path.split('/')
      const [name, its] = path.startsWith('argo/') ? [`argo/${parts[2]}`, parts[2]] : [`${parts[1]}/${parts[2]}`, parts[1]]
      return { unit: { name, env: its ?? '', path }, objects, yaml: '', reads: [] }
    }),
  }
}

/** What is said of an environment after a change. */
export const judged = async (env: string, change: (parts: Parts) => void = () => {}): Promise<Judgement[]> => {
  const its = parts(env)
  change(its)
  return argoJudge.judge(worldOf(env, its))
}
