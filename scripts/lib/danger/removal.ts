import { idKey, idOf } from '../diff/identity.ts'
import { kustomizationNames } from '../sources/kustomization.ts'
import { type Change, goes, type One } from './change.ts'
import { family, type Said } from './rule.ts'
import { named, of, optionsOf } from './say.ts'

/** Kinds that hold data, or whose removal deletes what does. */
const holdsData = new Set([
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StatefulSet',
  'VolumeSnapshot',
  // Strimzi deletes the brokers' claims or the topic with its messages.
  'Kafka',
  'KafkaNodePool',
  'KafkaTopic',
])

/** Why it may go on running all the same: the next edit of the guard, or a deletion by hand, ends that. */
const guarded = (one: One): string =>
  optionsOf(one, 'sync-options').includes('Prune=false') ? ' (Prune=false keeps it, without an owner)' : ''

const data = (change: Change): Said<'D09'>[] =>
  goes(change)
    .filter(({ kind }) => holdsData.has(kind))
    .map(one => of('D09', one, [], `${named(one)} is no longer rendered${guarded(one)}`))

const namespaces = (change: Change): Said<'D08'>[] => {
  const gone = goes(change).filter(({ kind }) => kind === 'Namespace')
  const said = gone.map(one =>
    of('D08', one, [], `${named(one)} is no longer rendered, and all that is in it would go with it${guarded(one)}`),
  )
  const left = new Set(gone.map(({ unit, name }) => `${unit} ${name}`))
  const moves = change.units.flatMap(({ unit, pairs }): Said<'D08'>[] => {
    const moved = pairs.flatMap(({ change }) => (change?.change === 'moved' && change.from ? [{ from: change.from, to: change.id }] : []))
    const byNamespace = Map.groupBy(moved, ({ from, to }) => `${from.namespace} → ${to.namespace}`)
    return [...byNamespace.values()].flatMap((some): Said<'D08'>[] => {
      const [first] = some
      if (!first || left.has(`${unit.name} ${first.from.namespace}`)) return []
      const problem = `${some.length} object${some.length === 1 ? '' : 's'} leave namespace ${first.from.namespace} for ${first.to.namespace}`
      return [{ code: 'D08', unit: unit.name, object: first.to, path: ['metadata', 'namespace'], problem }]
    })
  })
  return [...said, ...moves]
}

// chosen: with fewer, every removal of one of three objects would be a third of its unit
const fewest = 3
const share = 0.3

/** A folder that is still a unit and has no kustomization any more: Argo CD applies what YAML lies in it, as it is written. */
const bare = ({ units, head }: Change): Said<'D41'>[] => {
  const broken = units.filter(one => one.broken?.at === 'head' && (one.base?.length ?? 0) > 0)
  const files = broken.length > 0 ? new Set(head.files) : new Set<string>()
  return broken
    .filter(({ unit: { path } }) => !kustomizationNames.some(name => files.has(`${path}/${name}`) || files.has(`${path}/${name}/`)))
    .map(({ unit, base = [] }) => ({
      code: 'D41',
      unit: unit.name,
      problem: `has no kustomization any more, and rendered ${base.length} object${base.length === 1 ? '' : 's'}: Argo CD applies the YAML files of the folder as they are`,
    }))
}

const shrunk = ({ units }: Change): Said<'D41'>[] =>
  units.flatMap(({ unit, base = [], head }): Said<'D41'>[] => {
    const lost = base.length - (head?.length ?? base.length)
    if (base.length === 0 || head === undefined) return []
    if (head.length > 0 && (lost < fewest || lost < base.length * share)) return []
    const first = base.find(object => !head.some(one => idKey(idOf(one)) === idKey(idOf(object))))
    const problem =
      head.length === 0 ? `renders nothing; it had ${base.length} objects` : `renders ${head.length} objects; it had ${base.length}`
    return [{ code: 'D41', unit: unit.name, ...(first ? { object: idOf(first) } : {}), problem }]
  })

export const removal = family(
  {
    D08: {
      name: 'namespace-removed',
      severity: 'blocks',
      signal: 'a Namespace is no longer rendered, or objects move to another namespace',
      why: 'deleting a namespace deletes everything in it, claims too; objects that move are deleted here and created empty there',
      fix: 'keep the old namespace; move by hand what holds data, then follow docs/operations/decommission.md',
      more: 'argo-cd#16995, #22607, #6046; deployKF#31',
    },
    D09: {
      name: 'data-removed',
      severity: 'blocks',
      signal: 'a claim, volume, StatefulSet, snapshot, Kafka or topic is no longer rendered under its name',
      why: 'its data is deleted, or left where nobody looks after it; under a new name it starts empty',
      fix: 'take a backup, keep Prune=false on it, and follow docs/operations/decommission.md',
      more: 'argo-cd#3050, #9853, #12388',
    },
    D41: {
      name: 'unit-shrinks',
      severity: 'blocks',
      signal: 'a unit renders nothing, or at least three objects and 30 % fewer than before; its folder has no kustomization any more',
      why: 'a component or folder fell out of a list; Argo CD stops only when nothing at all is left',
      fix: 'put back what fell out; to remove a unit follow docs/operations/decommission.md',
      more: 'Argo CD documentation, user-guide/auto_sync (allowEmpty)',
    },
  },
  change => [...namespaces(change), ...data(change), ...shrunk(change), ...bare(change)],
)
