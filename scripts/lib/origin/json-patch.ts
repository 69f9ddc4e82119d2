import { child, copy, type MapNode, type Node, over, same, textAt } from './node.ts'

/** An operation that can't be done: the one at `op` in the list, and why. */
export type PatchProblem = { op: Node; problem: string }

/** Applies a JSON6902 patch to an object, says whether that changed anything, and stops at the first operation that can't be done. */
export const applyJsonPatch = (object: MapNode, ops: readonly Node[]): { changed: boolean; problem?: PatchProblem } => {
  let changed = false
  for (const op of ops) {
    const done = apply(object, op)
    if (typeof done === 'string') return { changed, problem: { op: child(op, done === unknown(op) ? 'op' : 'path') ?? op, problem: done } }
    changed = done || changed
  }
  return { changed }
}

const steps = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))

const unknown = (op: Node): string => `the operation ${textAt(op, 'op') ?? 'without a name'} is unknown`

const apply = (object: MapNode, op: Node): boolean | string => {
  const kind = textAt(op, 'op')
  const pointer = textAt(op, 'path') ?? ''
  const path = steps(pointer)
  if (kind === 'add' || kind === 'replace') {
    const value = child(op, 'value')
    return value ? put(object, path, copy(value), kind) : 'the operation has no value'
  }
  if (kind === 'remove') return remove(object, path)
  if (kind === 'test') {
    const found = locate(object, path)
    const value = child(op, 'value')
    return found && value && same(found, value) ? false : `the test of ${pointer} fails`
  }
  if (kind !== 'copy' && kind !== 'move') return unknown(op)
  const from = steps(textAt(op, 'from') ?? '')
  const value = locate(object, from)
  if (!value) return `nothing stands at ${textAt(op, 'from')}`
  if (kind === 'move') remove(object, from)
  return put(object, path, copy(value), 'add')
}

const locate = (object: Node, path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((node, step) => (node?.kind === 'list' ? node.items.at(Number(step)) : child(node, step)), object)

const missing = (path: readonly string[]): string => `nothing stands at /${path.join('/')}`

const put = (object: Node, path: readonly string[], value: Node, kind: 'add' | 'replace'): boolean | string => {
  const parent = locate(object, path.slice(0, -1))
  const last = path.at(-1) ?? ''
  if (parent?.kind === 'map') {
    const old = parent.entries.get(last)
    if (kind === 'replace' && !old) return missing(path)
    parent.entries.set(last, over(value, old))
    return !old || !same(old, value)
  }
  if (parent?.kind !== 'list') return missing(path.slice(0, -1))
  if (last === '-' && kind === 'add') return parent.items.push(value) > 0
  const at = Number(last) < 0 ? parent.items.length + Number(last) : Number(last)
  if (!Number.isInteger(at) || at > parent.items.length || (kind === 'replace' && at >= parent.items.length)) return missing(path)
  const old = parent.items[at]
  if (kind === 'add') parent.items.splice(at, 0, value)
  else parent.items[at] = over(value, old)
  return kind === 'add' || !old || !same(old, value)
}

const remove = (object: Node, path: readonly string[]): boolean | string => {
  const parent = locate(object, path.slice(0, -1))
  const last = path.at(-1) ?? ''
  if (parent?.kind === 'map') return parent.entries.delete(last) || missing(path)
  if (parent?.kind !== 'list' || parent.items.at(Number(last)) === undefined) return missing(path)
  parent.items.splice(Number(last), 1)
  return true
}
