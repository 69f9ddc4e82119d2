import { basename } from 'node:path/posix'
import { nearest } from '../nearest.ts'
import type { Registered } from './environment.ts'
import { fieldOf, folderOf, idOf, ownSources, type Said, type Site, sourcePath, unitsOf } from './site.ts'
import { type ApplicationSet, isApplicationSet, sourcesOf } from './types.ts'

const names = (all: readonly Registered[]): string => all.map(({ application }) => application.metadata.name).join(' and ')

/** A folder that a set looks for and that this one may have been meant to be, as an end of a sentence. */
const meant = ({ argo }: Site, path: string): string => {
  const sought = argo.objects.filter(isApplicationSet).flatMap(({ metadata, spec }) =>
    (spec.generators ?? []).flatMap(({ git }) => {
      const { directories } = (git ?? {}) as { directories?: { path?: unknown }[] }
      return (Array.isArray(directories) ? directories : []).map(one => ({ name: metadata.name, path: String(one?.path) }))
    }),
  )
  const names = sought.map(one => basename(one.path))
  const [near] = nearest(basename(path), names)
  const first = sought[names.indexOf(near ?? '')]
  return first === undefined ? '' : `; ApplicationSet ${first.name} looks for ${first.path}`
}

/** Every unit is reached by exactly one Application. */
export const judgeReach = (site: Site): Said[] => {
  const applied = site.environment.registered.map(one => ({ one, units: unitsOf(site, one.application) }))
  return site.units.flatMap((judged): Said[] => {
    const { unit } = judged
    const by = applied.filter(({ units }) => units.includes(judged)).map(({ one }) => one)
    const at = { file: `${unit.path}/kustomization.yaml`, line: 1, col: 1 }
    // A set that can't be expanded is the reason then, and said.
    if (by.length === 0 && site.environment.problems.length > 0) return []
    if (by.length === 0)
      return [
        {
          code: 'ARGO_OVERLAY_UNREACHED',
          unit: unit.name,
          at,
          problem: `no Application of ${site.argo.unit.name} reaches it${meant(site, unit.path)}`,
        },
      ]
    if (by.length > 1) return [{ code: 'ARGO_OVERLAY_TWICE', unit: unit.name, at, problem: `${names(by)} both reach it` }]
    return []
  })
}

/** Every Application has one source that can be, and its folder is a unit of this environment that renders. */
export const judgePaths = (site: Site): Said[] =>
  site.environment.registered.flatMap(one => {
    const { application } = one
    const { spec } = application
    const wrong = (problem: string): Said => ({
      code: 'ARGO_SOURCE',
      ...fieldOf(site, one, ['spec']),
      problem: `${application.metadata.name}: ${problem}`,
    })
    if (spec.source && spec.sources?.length) return [wrong('both source and sources are set, and source is ignored')]
    if (sourcesOf(spec).length === 0) return [wrong('neither source nor sources is set')]
    return sourcesOf(spec).flatMap((source): Said[] => {
      const { path, chart, ref, repoURL } = source
      if (!repoURL) return [wrong('a source has no repoURL')]
      if (!path && !chart && !ref) return [wrong('a source has neither path, chart nor ref')]
      if (path?.startsWith('/')) return [wrong(`the path ${path} is absolute`)]
      if (path && folderOf(path).startsWith('..')) return [wrong(`the path ${path} leaves the repository`)]
      if (!path || !ownSources(site, application).includes(source)) return []
      const problem = pathProblem(site, folderOf(path))
      const field = fieldOf(site, one, sourcePath(application, source, 'path'))
      return problem ? [{ code: 'ARGO_PATH', ...field, value: path, problem: `${application.metadata.name}: ${problem}` }] : []
    })
  })

const pathProblem = ({ units, folders, others, files }: Site, path: string): string | undefined => {
  if ([...units, ...folders].some(({ unit }) => unit.path === path)) return undefined
  const other = others.find(({ unit }) => unit.path === path)
  if (other) return `${path} is a unit of ${other.unit.env}`
  if (!files.some(file => file.startsWith(`${path}/`))) return `${path} does not exist`
  return `${path} does not render`
}

/** Names that can be labels, and one Application to a name. What one set alone does twice is said where it is expanded. */
export const judgeNames = (site: Site): Said[] => {
  const byName = Map.groupBy(site.environment.registered, ({ application }) => application.metadata.name)
  return [...byName].flatMap(([name, all]): Said[] => {
    const [one] = all
    if (!one) return []
    const field = fieldOf(site, one, ['metadata', 'name'])
    if (all.length > 1) {
      const makers = all.map(({ set }) => (set ? `ApplicationSet ${set.metadata.name}` : 'Git itself'))
      return [{ code: 'ARGO_NAME_DUPLICATE', ...field, value: name, problem: `"${name}" is made by ${makers.join(' and ')}` }]
    }
    if (name.length <= 63 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return []
    return [{ code: 'ARGO_NAME_INVALID', ...field, value: name, problem: `"${name}" (${name.length} characters) can't be a label` }]
  })
}

/** A set that makes nothing, and says no reason why. */
export const judgeEmpty = ({ argo, environment: { registered, problems } }: Site, sets: readonly ApplicationSet[]): Said[] =>
  sets
    .filter(set => !registered.some(one => one.set === set) && !problems.some(one => one.set === set))
    .map(set => ({
      code: 'ARGO_SET_EMPTY',
      unit: argo.unit.name,
      object: idOf(set),
      path: ['spec', 'generators'],
      problem: 'makes no Application',
    }))
