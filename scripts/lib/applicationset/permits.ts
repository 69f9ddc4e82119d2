import type { KubeObject } from '../engine.ts'
import { sameRepository } from './environment.ts'
import { pathMatch } from './match.ts'
import type { Application, Source } from './types.ts'

type Kind = { group: string; kind: string; name?: string }
export type Project = KubeObject & {
  spec: {
    sourceRepos?: string[]
    destinations?: { server?: string; name?: string; namespace?: string }[]
    clusterResourceWhitelist?: Kind[]
    clusterResourceBlacklist?: Kind[]
    namespaceResourceWhitelist?: Kind[]
    namespaceResourceBlacklist?: Kind[]
    orphanedResources?: { warn?: boolean }
  }
}

export const isProject = (object: KubeObject): object is Project =>
  object.kind === 'AppProject' && object.apiVersion.startsWith('argoproj.io/')

/** The cluster that Argo CD itself runs in. */
export const here = 'https://kubernetes.default.svc'

/** Argo CD's glob: `*` stops at a separator, `**` doesn't, and without a separator `*` takes everything. */
const glob = (pattern: string, value: string, separator = ''): boolean => {
  const text = pattern
    .split(/(\*\*|\*|\?)/)
    .map(part => (part === '**' ? '.*' : part === '*' ? (separator ? `[^${separator}]*` : '.*') : part === '?' ? '.' : RegExp.escape(part)))
  return new RegExp(`^${text.join('')}$`, 's').test(value)
}

/** Whether a project allows a source's repository; a pattern with `!` in front forbids (app_project_types.go, IsSourcePermitted). */
export const permitsSource = ({ spec: { sourceRepos = [] } }: Project, { repoURL }: Source): boolean => {
  const matches = (pattern: string): boolean => pattern === '*' || sameRepository(pattern, repoURL) || glob(pattern, repoURL, '/')
  return (
    sourceRepos.some(one => !one.startsWith('!') && matches(one)) && !sourceRepos.some(one => one.startsWith('!') && matches(one.slice(1)))
  )
}

/** Whether a project allows a namespace of an Application's cluster (app_project_types.go, IsDestinationPermitted). */
export const permitsNamespace = (
  { spec: { destinations = [] } }: Project,
  { spec: { destination } }: Application,
  namespace: string,
): boolean => {
  const name = destination.name ?? (destination.server === here ? 'in-cluster' : undefined)
  const server = destination.server ?? (destination.name === 'in-cluster' ? here : undefined)
  const one = (pattern: string | undefined, value: string | undefined): boolean =>
    pattern !== undefined && value !== undefined && glob(pattern, value)
  const deny = (pattern: string | undefined): boolean => pattern?.startsWith('!') === true
  const denied = destinations.some(
    to =>
      (deny(to.namespace) && one(to.namespace?.slice(1), namespace) && one(to.server, server)) ||
      (deny(to.server) && one(to.server?.slice(1), server)),
  )
  return !denied && destinations.some(to => (one(to.server, server) || one(to.name, name)) && one(to.namespace ?? '', namespace))
}

/** Whether a project allows a kind (app_project_types.go, IsGroupKindNamePermitted): of a cluster's kinds none unless listed, of a namespace's all. */
export const permitsKind = ({ spec }: Project, group: string, kind: string, name: string, namespaced: boolean): boolean => {
  const match = (pattern: string, value: string): boolean => pathMatch(pattern)?.test(value) ?? false
  const inList = (list: readonly Kind[] | undefined): boolean =>
    (list ?? []).some(one => match(one.group, group) && match(one.kind, kind) && (namespaced || !one.name || match(one.name, name)))
  if (namespaced)
    return (
      (spec.namespaceResourceWhitelist === undefined || inList(spec.namespaceResourceWhitelist)) && !inList(spec.namespaceResourceBlacklist)
    )
  return inList(spec.clusterResourceWhitelist) && !inList(spec.clusterResourceBlacklist)
}
