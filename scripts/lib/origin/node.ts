import type { Position } from '../findings.ts'
import type { Source } from '../sources/parse.ts'

/** A place in a source, not yet counted in lines. */
export type Spot = { source: Pick<Source, 'at'>; offset: number }
export const positionOf = ({ source, offset }: Spot): Required<Position> => source.at(offset)

export type Scalar = string | number | boolean | null

/** A value that knows who wrote it: the last writer, and those before, latest first. A scalar's place is its own, else its key's. */
export type Node = { at: Spot; overrode: readonly Spot[] } & (
  | { kind: 'scalar'; value: Scalar }
  | { kind: 'map'; entries: Map<string, Node> }
  | { kind: 'list'; items: Node[] }
)
export type MapNode = Extract<Node, { kind: 'map' }>
export type ListNode = Extract<Node, { kind: 'list' }>

export const scalar = (value: Scalar, at: Spot): Node => ({ kind: 'scalar', value, at, overrode: [] })
export const emptyMap = (at: Spot): MapNode => ({ kind: 'map', entries: new Map(), at, overrode: [] })

/** A copy that shares nothing that changes. */
export const copy = (node: Node): Node => {
  if (node.kind === 'map') return { ...node, entries: new Map([...node.entries].map(([key, value]) => [key, copy(value)])) }
  if (node.kind === 'list') return { ...node, items: node.items.map(copy) }
  return { ...node }
}

/** Whether two nodes are the same value, whoever wrote them. */
export const same = (a: Node, b: Node): boolean => {
  if (a.kind === 'map' && b.kind === 'map')
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, value]) => b.entries.has(key) && same(value, b.entries.get(key) as Node))
    )
  if (a.kind === 'list' && b.kind === 'list')
    return a.items.length === b.items.length && a.items.every((item, i) => same(item, b.items[i] as Node))
  return a.kind === 'scalar' && b.kind === 'scalar' && a.value === b.value
}

/** A node written over another: it remembers what it overrode. */
export const over = (node: Node, old: Node | undefined): Node => (old ? { ...node, overrode: [old.at, ...old.overrode] } : node)

/** What is under a key or at a position; undefined where there is none. */
export const child = (node: Node | undefined, key: string | number): Node | undefined => {
  if (node?.kind === 'map') return node.entries.get(String(key))
  if (node?.kind === 'list') return node.items[Number(key)]
  return undefined
}

/** What is at the end of a path. */
export const find = (node: Node | undefined, path: readonly (string | number)[]): Node | undefined =>
  path.reduce<Node | undefined>((found, key) => child(found, key), node)

/** The text at the end of a path. */
export const textAt = (node: Node | undefined, ...path: (string | number)[]): string | undefined => {
  const found = find(node, path)
  return found?.kind === 'scalar' && found.value !== null ? String(found.value) : undefined
}

/** Writes a value at the end of a path of keys, makes the maps on the way, and says whether that changed anything. */
export const write = (node: Node, path: readonly string[], value: Node): boolean => {
  const [key, ...rest] = path
  if (key === undefined || node.kind !== 'map') return false
  const old = node.entries.get(key)
  if (rest.length === 0) {
    node.entries.set(key, over(value, old))
    return !old || !same(old, value)
  }
  const next = old?.kind === 'map' ? old : emptyMap(value.at)
  if (next !== old) node.entries.set(key, next)
  return write(next, rest, value)
}

/** The value as JSON has it. */
export const plain = (node: Node): unknown => {
  if (node.kind === 'map') return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]))
  return node.kind === 'list' ? node.items.map(plain) : node.value
}
