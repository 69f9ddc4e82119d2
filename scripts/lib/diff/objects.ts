import type { KubeObject } from '../engine.ts'
import type { ObjectPair } from './comparison.ts'
import type { FieldChange, ObjectChange, Step } from './data.ts'
import { fieldChanges, isMap } from './fields.ts'
import { idOf } from './identity.ts'
import { type Pair, pairObjects } from './pair.ts'

/** What changed between two renders of a unit, object by object. */
export const compareObjects = (base: readonly KubeObject[], head: readonly KubeObject[]): ObjectPair[] => {
  const pairs = pairObjects(base, head)
  const hashes = new Map(
    pairs.flatMap(({ base: old, head: next, pairedBy }) =>
      pairedBy === 'hash' && old && next ? [[old.metadata.name, next.metadata.name] as const] : [],
    ),
  )
  return pairs.map(pair => ({ ...pair, change: changeOf(pair, hashes) }))
}

const changeOf = ({ base, head, pairedBy }: Pair, hashes: ReadonlyMap<string, string>): ObjectChange | undefined => {
  if (!base) return head && { id: idOf(head), change: 'created', fields: [{ path: [], change: 'added', new: head }] }
  if (!head) return { id: idOf(base), change: 'removed', fields: [{ path: [], change: 'removed', old: base }] }
  const [from, id] = [idOf(base), idOf(head)]
  const noise: FieldChange[] = []
  const settled = withoutHashes(base, hashes, noise, [])
  const fields = [...fieldChanges(settled, head), ...noise]
  if (fields.length === 0) return undefined
  const change = id.namespace !== from.namespace ? 'moved' : id.name !== from.name && pairedBy === 'similarity' ? 'renamed' : 'changed'
  return { id, change, ...(pairedBy === 'identity' ? {} : { from }), ...(pairedBy ? { pairedBy } : {}), fields }
}

/** A value with old generated names replaced by the new ones, so that a name in a list's merge key doesn't hide what else changed. */
const withoutHashes = (value: unknown, hashes: ReadonlyMap<string, string>, noise: FieldChange[], path: readonly Step[]): unknown => {
  if (hashes.size === 0) return value
  if (typeof value === 'string') {
    const next = hashes.get(value)
    if (next !== undefined) noise.push({ path, change: 'changed', old: value, new: next, noise: 'hash' })
    return next ?? value
  }
  if (Array.isArray(value)) return value.map((item, index) => withoutHashes(item, hashes, noise, [...path, index]))
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutHashes(one, hashes, noise, [...path, key])]))
}
