import { posix } from 'node:path'
import type { JudgedUnit, Judgement, ObjectId } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import { type Environment, type Registered, sameRepository } from './environment.ts'
import type { RegistrationCode } from './rules-registration.ts'
import type { SettingsCode } from './rules-settings.ts'
import { type Application, type Metadata, type Path, type Source, sourcesOf } from './types.ts'

/** What a rule says; how grave it is stands in the rule. */
export type Said = Omit<Judgement, 'severity'> & { code: RegistrationCode | SettingsCode }

/** All that is known of one environment's Argo CD: what it renders, what that registers, and every unit that it could apply. */
export type Site = {
  argo: JudgedUnit
  environment: Environment
  repository: string | undefined
  units: readonly JudgedUnit[]
  /** Units of other environments. */
  others: readonly JudgedUnit[]
  /** What Applications name and is no unit, as built. */
  folders: readonly JudgedUnit[]
  files: readonly string[]
  /** Whether nothing may vanish here with a commit (argo/guards). */
  isGuarded: boolean
}

export const idOf = ({ kind, metadata: { name, namespace } }: KubeObject): ObjectId => ({ kind, name, ...(namespace ? { namespace } : {}) })

/** The object of Git that decides a field of an Application: the set's template, or the Application itself. */
export const fieldOf = ({ argo }: Site, { application, set }: Registered, path: Path): Pick<Said, 'unit' | 'object' | 'path'> => ({
  unit: argo.unit.name,
  object: idOf(set ?? application),
  path: set ? ['spec', 'template', ...path] : path,
})

/** A source's field: `source`, or its place in `sources`. */
export const sourcePath = ({ spec }: Application, source: Source, field: keyof Source): Path =>
  spec.source === source ? ['spec', 'source', field] : ['spec', 'sources', (spec.sources ?? []).indexOf(source), field]

/** Sources that are folders of this repository. */
export const ownSources = ({ repository }: Site, { spec }: Application): Source[] =>
  sourcesOf(spec).filter(({ chart, repoURL }) => chart === undefined && (repository === undefined || sameRepository(repoURL, repository)))

/** A source's folder as Git writes it. */
export const folderOf = (path: string): string => posix.normalize(path).replace(/\/$/, '')

/** The units, and folders that are none, that an Application applies. */
export const unitsOf = (site: Site, application: Application): JudgedUnit[] => {
  const paths = ownSources(site, application).flatMap(({ path }) => (path === undefined ? [] : [folderOf(path)]))
  return [...site.units, ...site.folders].filter(({ unit }) => paths.includes(unit.path))
}

const listed = (object: KubeObject, name: string): string[] =>
  ((object.metadata as Metadata).annotations?.[`argocd.argoproj.io/${name}`] ?? '').split(',').map(option => option.trim())
export const syncOptionsOf = (object: KubeObject): string[] => listed(object, 'sync-options')
export const compareOptionsOf = (object: KubeObject): string[] => listed(object, 'compare-options')

/** Whether pods of an object are replaced one version after the other, or by hand: while that lasts, both versions' settings are in use. */
export const replacesSlowly = ({ kind, spec }: KubeObject): boolean =>
  kind === 'Rollout' || (spec as { updateStrategy?: { type?: string } } | undefined)?.updateStrategy?.type === 'OnDelete'
