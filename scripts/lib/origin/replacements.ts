import { hasMarks, type Item, isNamed, selectorOf } from './item.ts'
import { child, type MapNode, type Node, over, scalar, textAt } from './node.ts'

const listIn = (node: Node | undefined, key: string): Node[] => {
  const found = child(node, key)
  return found?.kind === 'list' ? found.items : []
}
const stringOf = (node: Node): string => (node.kind === 'scalar' ? String(node.value ?? '') : '')

/** Parts of a field path: split at points, but in brackets, where `[a.b]` is one key and `[name=x]` an element. */
const split = (path: string): string[] => (path.match(/\[[^\]]*\]|(?:\\.|[^.[])+/g) ?? []).map(part => part.replaceAll('\\.', '.'))

/** One replacement: copies a value, with the place where it was written, to every field that the targets name. */
export const replace = (items: readonly Item[], replacement: Node): void => {
  const source = child(replacement, 'source')
  const selector = selectorOf(source)
  const holder = items.find(item => isNamed(item, selector))
  const given = child(replacement, 'sourceValue')
  const found =
    given ??
    (holder &&
      at(holder.node, split(textAt(source, 'fieldPath') ?? 'metadata.name'))
        .at(0)
        ?.get())
  if (!found) return
  const value = refined(found, child(source, 'options'))
  for (const target of listIn(replacement, 'targets')) {
    const select = selectorOf(child(target, 'select'))
    const rejects = listIn(target, 'reject').map(selectorOf)
    for (const item of items.filter(one => isNamed(one, select) && hasMarks(one, select)))
      if (!rejects.some(reject => isNamed(item, reject) && hasMarks(item, reject)))
        for (const path of listIn(target, 'fieldPaths').map(stringOf)) copyTo(item.node, path, value, child(target, 'options'))
  }
}

const refined = (value: Node, options: Node | undefined): Node => {
  const delimiter = textAt(options, 'delimiter')
  if (!delimiter || value.kind !== 'scalar') return value
  return scalar(String(value.value).split(delimiter)[Number(textAt(options, 'index') ?? 0)] ?? '', value.at)
}

/** A field that can be read and written. */
type Slot = { get: () => Node | undefined; set: (node: Node) => void }

const copyTo = (target: MapNode, path: string, value: Node, options: Node | undefined): void => {
  const delimiter = textAt(options, 'delimiter')
  for (const slot of at(target, split(path), textAt(options, 'create') === 'true')) {
    const old = slot.get()
    if (delimiter && old?.kind === 'scalar' && value.kind === 'scalar') {
      const parts = String(old.value).split(delimiter)
      const whole = parts.length === 1
      const index = Number(textAt(options, 'index') ?? 0)
      if (index < 0) parts.unshift(String(value.value))
      else parts[Math.min(index, parts.length)] = String(value.value)
      // A text of which only a part comes from elsewhere stays where it stands.
      slot.set(whole ? over(scalar(parts.join(delimiter), value.at), old) : { ...old, value: parts.join(delimiter) })
    } else if (old?.kind === 'scalar' && value.kind === 'scalar') slot.set(over(scalar(retyped(old.value, value.value), value.at), old))
    else slot.set(over(value, old))
  }
}

/** kustomize copies the text and leaves the target's type: a number stays one. */
const retyped = (old: unknown, value: string | number | boolean | null): string | number | boolean | null =>
  typeof old === 'string'
    ? String(value)
    : typeof old === 'number' && value !== null && !Number.isNaN(Number(value))
      ? Number(value)
      : value

/** kustomize takes the value in brackets for a pattern that may match anywhere. */
const pattern = (text: string): RegExp => {
  try {
    return new RegExp(text)
  } catch {
    return /(?!)/
  }
}

/** The fields at the end of a path: `*` is every element, `[key=pattern]` those that match. */
const at = (node: Node, path: readonly string[], create = false): Slot[] => {
  const [step = '', ...rest] = path
  const inner = (next: Node | undefined): Slot[] => (next ? at(next, rest, create) : [])
  if (node.kind === 'list') {
    const wanted = /^\[([^=]+)=(.*)\]$/.exec(step)
    const indexes = node.items.flatMap((item, i) =>
      step === '*' || String(i) === step || (wanted && pattern(wanted[2] ?? '').test(textAt(item, wanted[1] ?? '') ?? '')) ? [i] : [],
    )
    if (rest.length > 0) return indexes.flatMap(i => inner(node.items[i]))
    return indexes.map(i => ({ get: () => node.items[i], set: next => void node.items.splice(i, 1, next) }))
  }
  // A scalar in the middle of a path holds a document of its own, which is replaced in it.
  if (node.kind !== 'map') return []
  const key = step.replace(/^\[(.*)\]$/, '$1')
  if (step === '*' && rest.length > 0) return [...node.entries.values()].flatMap(inner)
  const found = node.entries.get(key)
  if (found?.kind === 'scalar' && rest.length > 0)
    return [
      { get: () => found, set: next => void node.entries.set(key, { ...found, at: next.at, overrode: [found.at, ...found.overrode] }) },
    ]
  if (rest.length > 0) {
    if (!found && create) node.entries.set(key, { kind: 'map', entries: new Map(), at: node.at, overrode: [] })
    return inner(node.entries.get(key))
  }
  return found || create ? [{ get: () => node.entries.get(key), set: next => void node.entries.set(key, next) }] : []
}
