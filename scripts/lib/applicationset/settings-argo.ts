import { parse } from 'yaml'
import { jqAllowed } from './jq.ts'
import { isProject } from './permits.ts'
import { idOf, type Said, type Site } from './site.ts'
import type { Path } from './types.ts'

type Entry = Record<string, unknown>
const lists = ['clusterResourceWhitelist', 'namespaceResourceWhitelist', 'destinations', 'sourceRepos'] as const
/** Where a star would let in what nobody listed. */
const fields = ['group', 'kind', 'server', 'namespace', 'name'] as const

/** Projects: nothing by wildcard, and those that apps live in say what is left over in their namespaces. */
export const judgeProjectLists = (site: Site): Said[] => {
  // What a chart's controllers make in their namespaces is no leftover.
  const apps = new Set(site.environment.registered.filter(({ set }) => set).map(({ application }) => application.spec.project))
  return site.argo.objects.filter(isProject).flatMap(project => {
    const object = { unit: site.argo.unit.name, object: idOf(project) }
    const wild = lists.flatMap(list =>
      ((project.spec[list] ?? []) as (string | Entry)[]).flatMap((entry, i): Said[] => {
        const entries: [Path, unknown][] = typeof entry === 'string' ? [[[], entry]] : fields.map(field => [[field], entry[field]])
        return entries
          .filter(([, value]) => typeof value === 'string' && !value.startsWith('!') && value.includes('*'))
          .map(([path, value]) => ({
            code: 'ARGO_PROJECT_WILDCARD',
            ...object,
            path: ['spec', list, i, ...path],
            value: String(value),
            problem: `${list} allows "${value}"`,
          }))
      }),
    )
    const unseen: Said = {
      code: 'ARGO_ORPHANED',
      ...object,
      path: ['spec', 'orphanedResources'],
      problem: 'does not warn of objects that no Application knows',
    }
    return [...wild, ...(apps.has(project.metadata.name) && !project.spec.orphanedResources?.warn ? [unseen] : [])]
  })
}

/** The jq expressions of a customization; text that Argo CD couldn't read has none. */
const expressionsIn = (text: string): string[] => {
  try {
    const { jqPathExpressions } = (parse(text) ?? {}) as { jqPathExpressions?: string[] }
    return Array.isArray(jqPathExpressions) ? jqPathExpressions : []
  } catch {
    return []
  }
}

/** Argo CD's own ConfigMap: kustomize runs as it runs here, and nothing is ignored cluster-wide that isn't on the list. */
export const judgeArgoConfig = (site: Site): Said[] =>
  site.argo.objects
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'argocd-cm')
    .flatMap(object =>
      Object.entries((object.data ?? {}) as Record<string, string>).flatMap(([key, text]): Said[] => {
        const field = { unit: site.argo.unit.name, object: idOf(object), path: ['data', key] }
        if (/^kustomize\.(buildOptions|path|version)/.test(key))
          return [{ code: 'ARGO_BUILD_OPTIONS', ...field, value: text, problem: `${key} changes how kustomize runs` }]
        const kind = /^resource\.customizations\.ignoreDifferences\.(?:.*_)?(.+)$/.exec(key)?.[1]
        if (kind === undefined) return []
        return expressionsIn(text)
          .filter(expression => !jqAllowed.has(`${kind} ${expression}`))
          .map(expression => ({ code: 'ARGO_JQ', ...field, value: expression, problem: `${kind} ${expression} is not on the list` }))
      }),
    )
