import type { KubeObject } from '../engine.ts'
import type { PairedBy } from './data.ts'
import { idKey, idOf, stemOf } from './identity.ts'
import { alike } from './similar.ts'

/** Two versions of one object, or one alone. */
export type Pair = { base?: KubeObject; head?: KubeObject; pairedBy?: PairedBy }

const groupBy = (objects: readonly KubeObject[], key: (object: KubeObject) => string): Map<string, KubeObject[]> => {
  const groups = new Map<string, KubeObject[]>()
  for (const object of objects) {
    const group = groups.get(key(object))
    if (group) group.push(object)
    else groups.set(key(object), [object])
  }
  return groups
}

/**
 * Pairs the objects of two renders: by identity, then generated names by what they are without their hash, then what is alike within a
 * kind. The order is head's, what only base has comes last.
 */
export const pairObjects = (base: readonly KubeObject[], head: readonly KubeObject[]): Pair[] => {
  const partner = new Map<KubeObject, { base: KubeObject; pairedBy: PairedBy }>()
  const left = new Set(base)
  const take = (old: KubeObject, next: KubeObject, pairedBy: PairedBy): void => {
    partner.set(next, { base: old, pairedBy })
    left.delete(old)
  }
  const open = (): KubeObject[] => head.filter(object => !partner.has(object))

  const byId = new Map(base.map(object => [idKey(idOf(object)), object]))
  for (const next of head) {
    const old = byId.get(idKey(idOf(next)))
    if (old && left.has(old)) take(old, next, 'identity')
  }
  const stem = (object: KubeObject): string => {
    const id = idOf(object)
    const name = stemOf(id.name)
    return name === undefined ? '' : idKey({ ...id, name })
  }
  const byStem = groupBy([...left], stem)
  for (const [key, nexts] of groupBy(open(), stem)) {
    const olds = key === '' ? [] : (byStem.get(key) ?? [])
    // Two generated from one stem can't be told apart by name.
    if (olds.length === 1 && nexts.length === 1 && olds[0] && nexts[0]) take(olds[0], nexts[0], 'hash')
  }
  const kind = (object: KubeObject): string => idKey({ ...idOf(object), namespace: '', name: '' })
  const byKind = groupBy([...left], kind)
  for (const [key, nexts] of groupBy(open(), kind))
    for (const [old, next] of alike(byKind.get(key) ?? [], nexts)) take(old, next, 'similarity')

  return [
    ...head.map(next => ({ ...partner.get(next), head: next })),
    ...base.filter(object => left.has(object)).map(object => ({ base: object })),
  ]
}
