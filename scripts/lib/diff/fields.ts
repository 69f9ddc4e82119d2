import { isDeepStrictEqual } from 'node:util'
import { aligned } from './align.ts'
import type { FieldChange, Step } from './data.ts'
import { embedded } from './embedded.ts'
import { identities } from './list-keys.ts'
import { sameMeaning } from './meaning.ts'

type Path = readonly Step[]
type Fields = { readonly [key: string]: unknown }
export const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The fields in which two values differ, in the order of the old one. Lists are compared by their merge keys, quantities and ports by
 * what they mean, documents in strings by their own structure.
 * @param within leads to the values inside their object
 */
export const fieldChanges = (old: unknown, next: unknown, within: Path = []): FieldChange[] => {
  if (isDeepStrictEqual(old, next)) return []
  if (isMap(old) && isMap(next)) return inMap(old, next, within)
  if (Array.isArray(old) && Array.isArray(next)) return inList(old, next, within)
  if (typeof old === 'string' && typeof next === 'string') return inText(old, next, within)
  return sameMeaning(old, next, within) ? [] : [{ path: within, change: 'changed', old, new: next }]
}

const inMap = (old: Fields, next: Fields, within: Path): FieldChange[] =>
  [...new Set([...Object.keys(old), ...Object.keys(next)])].flatMap(key => {
    const path = [...within, key]
    if (!Object.hasOwn(next, key)) return [{ path, change: 'removed', old: old[key] }]
    if (!Object.hasOwn(old, key)) return [{ path, change: 'added', new: next[key] }]
    return fieldChanges(old[key], next[key], path)
  })

const inList = (old: readonly unknown[], next: readonly unknown[], within: Path): FieldChange[] => {
  const field = String(within.findLast(step => typeof step === 'string') ?? '')
  const keyed = identities(field, old, next)
  if (!keyed) return aligned(old, next, within, fieldChanges)
  const text = (by: { [key: string]: string }): string => JSON.stringify(by)
  const places = new Map(keyed.next.map((by, index) => [text(by), index]))
  const known = new Set(keyed.old.map(text))
  const changes = keyed.old.flatMap((by, index): FieldChange[] => {
    const path = [...within, { by }]
    const place = places.get(text(by))
    return place === undefined ? [{ path, change: 'removed', old: old[index] }] : fieldChanges(old[index], next[place], path)
  })
  const added = keyed.next.flatMap((by, index): FieldChange[] =>
    known.has(text(by)) ? [] : [{ path: [...within, { by }], change: 'added', new: next[index] }],
  )
  const kept = keyed.old.map(text).filter(one => places.has(one))
  const order = keyed.next.map(text).filter(one => known.has(one))
  const reordered: FieldChange[] = isDeepStrictEqual(kept, order) ? [] : [{ path: within, change: 'reordered' }]
  return [...changes, ...added, ...reordered]
}

const inText = (old: string, next: string, within: Path): FieldChange[] => {
  if (sameMeaning(old, next, within)) return []
  const documents = embedded(String(within.at(-1)), old, next)
  if (!documents) return [{ path: within, change: 'changed', old, new: next }]
  const path = [...within, { in: documents.format }]
  const changes = fieldChanges(documents.old, documents.next, path)
  return changes.length > 0 ? changes : [{ path, change: 'formatted' }]
}
