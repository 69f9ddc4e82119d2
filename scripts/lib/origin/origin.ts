import type { ObjectId } from '../check/rule.ts'
import type { Position } from '../findings.ts'
import type { Read } from '../sources/parse.ts'
import type { Item } from './item.ts'
import { child, type Node, positionOf, textAt } from './node.ts'
import { type Replay, replay } from './replay.ts'

/** Where a value was written last, and what stood there before, latest first. */
export type Origin = { at: Required<Position>; overrode: Required<Position>[] }

const known = new WeakMap<Read, Map<string, Replay>>()

/** A unit's replay, done once for a tree. */
export const replayOf = (read: Read, folder: string): Replay => {
  const mine = known.get(read) ?? new Map<string, Replay>()
  known.set(read, mine)
  const done = mine.get(folder) ?? replay(read, folder)
  mine.set(folder, done)
  return done
}

/**
 * Where a field of a rendered object comes from: the source line that set it last, through the unit's resources, components, patches, images,
 * labels, generators and replacements. Where no source sets the field itself it is the nearest that holds it; undefined for an unknown object.
 * @param read the files of the tree
 * @param folder the unit's folder
 * @param path keys and list positions in the rendered object
 */
export const originOf = (read: Read, folder: string, object: ObjectId, path: readonly (string | number)[]): Origin | undefined => {
  const item = itemFor(replayOf(read, folder).items, object)
  if (!item) return undefined
  const node = nearestTo(item.node, path)
  return { at: positionOf(node.at), overrode: node.overrode.map(positionOf) }
}

const itemFor = (items: readonly Item[], { kind, name, namespace }: ObjectId): Item | undefined =>
  items.find(({ node, hashed }) => {
    if (textAt(node, 'kind') !== kind) return false
    const now = textAt(node, 'metadata', 'name') ?? ''
    const there = textAt(node, 'metadata', 'namespace')
    // kustomize appends ten characters, a hash of the content, to the name of what it generates.
    const named = now === name || (hashed && name.startsWith(`${now}-`) && name.length === now.length + 11)
    return named && (namespace === undefined || there === undefined || namespace === there)
  })

const nearestTo = (node: Node, path: readonly (string | number)[]): Node => {
  let found = node
  for (const key of path) {
    const next = child(found, key)
    if (!next) break
    found = next
  }
  return found
}
