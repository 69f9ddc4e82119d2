import type { Environment, Registered } from '../applicationset/environment.ts'
import { type Application, type ApplicationSet, sourcesOf } from '../applicationset/types.ts'
import type { KubeObject } from '../engine.ts'
import type { UnitPair } from './comparison.ts'
import type { ApplicationChange, FieldChange, ObjectChange, ObjectFate } from './data.ts'
import { deletionFates, orphanFates, orphaning, syncFates } from './fates.ts'
import { fieldChanges } from './fields.ts'
import { idOf } from './identity.ts'

/** What an environment registers on both sides, and the units whose objects differ. */
export type Registration = {
  env: string
  base: Environment | undefined
  head: Environment | undefined
  /** Head's sets by name: as they are there, they decide what becomes of an Application that they no longer make. */
  sets: ReadonlyMap<string, ApplicationSet>
  units: readonly UnitPair[]
  reaches: (revision: string) => ApplicationChange['reaches']
}

const byName = (side: Environment | undefined): Map<string, Registered> =>
  new Map((side?.registered ?? []).map(one => [one.application.metadata.name, one]))

const gitSource = (app: Application): { path?: string; targetRevision?: string } =>
  sourcesOf(app.spec).find(({ path }) => path !== undefined) ?? sourcesOf(app.spec)[0] ?? { repoURL: '' }

/** What tells where an Application lives: its project and its destination. */
const isPlace = ({ path }: FieldChange): boolean => path[0] === 'spec' && (path[1] === 'project' || path[1] === 'destination')

/** What happens to each Application of an environment, those without a change left out. */
export const applicationChanges = (registration: Registration): ApplicationChange[] => {
  const [old, next] = [byName(registration.base), byName(registration.head)]
  const gone = [...old.values()].filter(({ application }) => !next.has(application.metadata.name))
  const changes = [...next.values()].flatMap(one => {
    const before = old.get(one.application.metadata.name) ?? predecessor(registration, one, gone)
    return changeOf(registration, before, one) ?? []
  })
  const followed = new Set(changes.map(({ from }) => from))
  const left = gone.filter(({ application }) => !followed.has(application.metadata.name))
  return [...changes, ...left.map(one => goneOf(registration, one))]
}

/** The Application that the same unit had under another name, or in another folder. */
const predecessor = (registration: Registration, { application }: Registered, gone: readonly Registered[]): Registered | undefined => {
  const { path } = gitSource(application)
  const paths = [path, unitOf(registration, path)?.from?.path]
  return path === undefined ? undefined : gone.find(one => paths.includes(gitSource(one.application).path))
}

const unitOf = ({ units }: Registration, path: string | undefined): UnitPair | undefined =>
  path === undefined ? undefined : units.find(({ unit, from }) => unit.path === path || from?.path === path)

/** What decides when an Application changes: the revision of its folder; for a chart, that of the unit which holds the Application itself. */
const revisionOf = (registration: Registration, application: Application): string => {
  const { path, targetRevision = 'HEAD' } = gitSource(application)
  if (path !== undefined) return targetRevision
  const { unit, registered } = registration.head ?? registration.base ?? { registered: [] }
  const holders = registered.map(one => gitSource(one.application)).filter(source => source.path !== undefined)
  return holders.find(source => source.path === unit?.path)?.targetRevision ?? 'HEAD'
}

const common = (registration: Registration, { application, set }: Registered): Omit<ApplicationChange, 'change' | 'fields' | 'fates'> => {
  const revision = revisionOf(registration, application)
  const unit = unitOf(registration, gitSource(application).path)
  return {
    name: application.metadata.name,
    env: registration.env,
    ...(set ? { set: set.metadata.name } : {}),
    ...(unit ? { unit: unit.unit.name } : {}),
    reaches: registration.reaches(revision),
    revision,
  }
}

const changeOf = (registration: Registration, old: Registered | undefined, next: Registered): ApplicationChange | undefined => {
  const unit = unitOf(registration, gitSource(next.application).path)
  const pairs = unit?.pairs ?? []
  const base = common(registration, next)
  const created = (): ObjectFate[] =>
    syncFates(
      (unit?.head ?? []).map(head => ({ head, change: createdChange(head) })),
      next.application,
    )
  if (!old) return { ...base, change: 'added', fields: [], fates: created() }
  const fields = fieldChanges(described(old.application), described(next.application))
  const name = old.application.metadata.name
  // Argo CD knows no renaming: one Application goes with its objects, another comes.
  if (name !== next.application.metadata.name)
    return { ...base, change: 'renamed', from: name, fields, fates: [...created(), ...goneOf(registration, old).fates] }
  const fates = syncFates(pairs, next.application)
  if (fields.length === 0 && fates.length === 0) return undefined
  return { ...base, change: fields.some(isPlace) ? 'moved' : fields.length > 0 ? 'changed' : 'synced', fields, fates }
}

const createdChange = (head: KubeObject): ObjectChange => ({ id: idOf(head), change: 'created', fields: [] })

/** What people decide of an Application; its name is compared apart. */
const described = ({ metadata: { labels = {}, annotations = {}, finalizers = [] }, spec }: Application): object => ({
  metadata: { labels, annotations, finalizers },
  spec,
})

/** An Application that head no longer makes. Where the set is gone too, its last state decides: Argo CD lets go of what it may not delete. */
const goneOf = (registration: Registration, one: Registered): ApplicationChange => {
  const kept = one.set && orphaning(registration.sets.get(one.set.metadata.name) ?? one.set)
  const objects = unitOf(registration, gitSource(one.application).path)?.base ?? []
  const fates: ObjectFate[] = kept ? orphanFates(objects, kept) : deletionFates(objects, one.application)
  return { ...common(registration, one), change: kept ? 'orphaned' : 'removed', fields: [], fates }
}
