import { type Document, isMap, isScalar, isSeq, type Node, type Pair, parseAllDocuments, type Scalar } from 'yaml'
import type { Position } from '../findings.ts'
import { tooDeepAt } from './depth.ts'

export type Read = (path: string) => string | undefined

/** A YAML file as its author wrote it. `documents` is empty when it nests so deeply that a parser would fail. */
export type Source = {
  file: string
  text: string
  documents: Document[]
  tooDeep: number | undefined
  at: (offset: number) => Required<Position>
}

const parsed = new WeakMap<Read, Map<string, Source | undefined>>()

/** Parses a file of a tree once, whoever asks; undefined when it isn't there. Keys that stand twice are kept: rules say so. */
export const parseSource = (read: Read, file: string): Source | undefined => {
  const known = parsed.get(read) ?? new Map<string, Source | undefined>()
  parsed.set(read, known)
  if (!known.has(file)) {
    const text = read(file)
    known.set(file, text === undefined ? undefined : sourceOf(file, text))
  }
  return known.get(file)
}

/** A text as a source. It never throws, whatever the text is. */
export const sourceOf = (file: string, text: string): Source => {
  const tooDeep = tooDeepAt(text)
  let documents: Document[] = []
  if (tooDeep === undefined) {
    const all = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', prettyErrors: false, merge: false })
    documents = 'empty' in all ? [] : (all as Document[])
  }
  let starts: number[] | undefined
  const at = (offset: number): Required<Position> => {
    starts ??= lineStarts(text)
    const line = lastAtMost(starts, offset)
    return { file, line: line + 1, col: offset - (starts[line] ?? 0) + 1 }
  }
  return { file, text, documents, tooDeep, at }
}

const lineStarts = (text: string): number[] => {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}

/** The index of the last number that isn't above `most`, in a sorted list that begins with 0. */
const lastAtMost = (sorted: readonly number[], most: number): number => {
  let low = 0
  for (let high = sorted.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] ?? 0) <= most) low = middle
    else high = middle - 1
  }
  return low
}

/** The pair of a map by its key. */
export const pairOf = (node: unknown, key: string): Pair<Node, Node | null> | undefined =>
  isMap(node) ? (node.items.find(({ key: k }) => isScalar(k) && String(k.value) === key) as Pair<Node, Node | null> | undefined) : undefined

/** What stands under a key of a map. */
export const fieldOf = (node: unknown, key: string): Node | undefined => pairOf(node, key)?.value ?? undefined

/** The items of a list; none when it isn't one. */
export const itemsOf = (node: unknown): Node[] => (isSeq(node) ? (node.items as Node[]) : [])

/** The text of a scalar as a program would read it; undefined for anything else. */
export const textOf = (node: unknown): string | undefined =>
  isScalar(node) && node.value !== null && node.value !== undefined ? String((node as Scalar).value) : undefined

/** Where a node begins. */
export const startOf = (node: Node | null | undefined): number => node?.range?.[0] ?? 0
