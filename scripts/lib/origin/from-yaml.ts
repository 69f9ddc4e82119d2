import { isAlias, isMap, isScalar, isSeq, type Pair, type Node as YamlNode } from 'yaml'
import { parseSource, type Read, type Source, sourceOf } from '../sources/parse.ts'
import { copy, type MapNode, type Node, type Scalar } from './node.ts'

/** A parsed value as nodes that know their place. Aliases are followed, to a bounded depth; merge keys stay what they look like. */
export const fromYaml = (source: Source, node: YamlNode | null, offset = node?.range?.[0] ?? 0, depth = 0): Node => {
  const at = { source, offset }
  if (depth > 200) return { kind: 'scalar', value: null, at, overrode: [] }
  if (isAlias(node)) {
    const document = source.documents.find(({ range }) => offset < (range?.[2] ?? Number.POSITIVE_INFINITY))
    return fromYaml(source, (document && node.resolve(document)) as YamlNode | null, offset, depth + 20)
  }
  if (isMap(node)) {
    const pairs = (node.items as Pair<YamlNode, YamlNode | null>[]).map(({ key, value }): [string, Node] => {
      const inner = isScalar(value) || !value ? (value?.range?.[0] ?? key.range?.[0]) : key.range?.[0]
      return [isScalar(key) ? String(key.value) : '', fromYaml(source, value ?? null, inner ?? 0, depth + 1)]
    })
    return { kind: 'map', entries: new Map(pairs), at, overrode: [] }
  }
  if (isSeq(node))
    return { kind: 'list', items: (node.items as YamlNode[]).map(item => fromYaml(source, item, undefined, depth + 1)), at, overrode: [] }
  const value = isScalar(node) ? node.value : null
  return { kind: 'scalar', value: isPlain(value) ? value : String(value), at, overrode: [] }
}

const isPlain = (value: unknown): value is Scalar => value === null || ['string', 'number', 'boolean'].includes(typeof value)

const known = new WeakMap<Read, Map<string, Node[]>>()

/** The documents of a file, as copies of their own; none when it can't be read as YAML. */
export const documentsIn = (read: Read, file: string): Node[] => {
  const mine = known.get(read) ?? new Map<string, Node[]>()
  known.set(read, mine)
  const nodes = mine.get(file) ?? nodesOf(parseSource(read, file))
  mine.set(file, nodes)
  return nodes.map(copy)
}

const nodesOf = (source: Source | undefined): Node[] =>
  (source?.documents ?? []).flatMap(({ contents, errors }) =>
    errors.length > 0 || !contents ? [] : [fromYaml(source as Source, contents as YamlNode)],
  )

/** The documents of a text that stands inside a file, as an inline patch does: positions are those in the file. */
export const documentsInText = (text: string, holder: Source, offset: number): Node[] => {
  const inner = sourceOf(holder.file, text)
  const block = /^[|>][^\n]*\n([ ]*)/.exec(holder.text.slice(offset))
  const start = holder.at(offset)
  const at = (inside: number): ReturnType<Source['at']> => {
    const { line, col } = inner.at(inside)
    return block ? { file: holder.file, line: start.line + line, col: col + (block[1]?.length ?? 0) } : start
  }
  return nodesOf({ ...inner, at })
}

/** The objects of a document: those of a List, or itself. */
export const objectsOf = (node: Node): MapNode[] => {
  if (node.kind !== 'map') return []
  const [kind, items] = [node.entries.get('kind'), node.entries.get('items')]
  const isList = kind?.kind === 'scalar' && String(kind.value).endsWith('List') && items?.kind === 'list'
  return isList ? items.items.flatMap(objectsOf) : [node]
}
