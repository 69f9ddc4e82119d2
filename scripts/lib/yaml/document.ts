import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import type { Source } from '../sources/parse.ts'
import { judgeAliases } from './aliases.ts'
import { say } from './say.ts'
import { ambiguity, isUnsafeInteger } from './scalars.ts'
import { judgeErrors } from './syntax.ts'
import { judgeTemplates } from './templates.ts'

/** Judges every document of a source: syntax, keys, tags, aliases, and scalars that two versions of YAML read differently. */
export const judgeDocuments = (source: Source): Judgement[] => {
  if (source.tooDeep !== undefined) return [say('LIMIT_DEPTH', source.at(source.tooDeep), 'YAML nested deeper than 100 levels')]
  return source.documents.flatMap(document => {
    const broken = judgeErrors(source, document)
    if (broken.length > 0) return broken
    const aliases = judgeAliases(source, document)
    const templates = judgeTemplates(source, document)
    if (templates.length > 0) return templates
    const said: Judgement[] = []
    walk(document.contents as Node | null, source, said, 0)
    return [...aliases, ...said]
  })
}

const walk = (node: Node | null, source: Source, said: Judgement[], depth: number): void => {
  if (!node || isAlias(node)) return
  judgeTag(node, source, said)
  if (isScalar(node)) judgeScalar(node, source, said)
  if (isSeq(node)) for (const item of node.items) walk(item as Node, source, said, depth + 1)
  if (!isMap(node)) return
  const seen = new Map<string, Node>()
  for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
    // All that follows a missing separator stands twice.
    if (judgeKey(key, { seen, source, said, depth })) return
    walk(value, source, said, depth + 1)
  }
}

type Keys = { seen: Map<string, Node>; source: Source; said: Judgement[]; depth: number }

/** Says what is wrong with a key; the answer is whether another object begins there. */
const judgeKey = (key: Node | null, { seen, source, said, depth }: Keys): boolean => {
  if (!isScalar(key)) {
    if (key)
      said.push(say('YAML_SYNTAX', source.at(key.range?.[0] ?? 0), 'a key must be text, not a map, list or alias', 'write the key out'))
    return false
  }
  const at = source.at(key.range?.[0] ?? 0)
  if (key.type === 'PLAIN' && key.source === '<<') {
    said.push(say('YAML_MERGE', at, 'merge keys are not allowed'))
    return false
  }
  judgeTag(key, source, said)
  judgeScalar(key, source, said)
  const name = String(key.value)
  const first = seen.get(name)
  seen.set(name, first ?? key)
  if (!first) return false
  const line = source.at(first.range?.[0] ?? 0).line
  const begins = depth === 0 && (name === 'apiVersion' || name === 'kind')
  said.push(
    begins
      ? say('YAML_SEPARATOR', at, `a second object begins at ${name}, the first is at line ${line}`)
      : say('KEY_DUPLICATE', at, `the key ${name} stands twice, first at line ${line}`),
  )
  return begins
}

const judgeScalar = (node: Node & { type?: string; source?: string }, source: Source, said: Judgement[]): void => {
  const { type, source: text = '' } = node
  if (type === 'BLOCK_FOLDED' && /(^|\n)[ \t]/.test(text))
    said.push(say('YAML_FOLDED', source.at(node.range?.[0] ?? 0), 'a folded block has indented lines'))
  if (type !== 'PLAIN' && type !== undefined) return
  const at = source.at(node.range?.[0] ?? 0)
  const other = ambiguity(text)
  if (other) said.push(say('YAML_AMBIGUOUS', at, `${text} is ${other} to YAML 1.1 and something else to YAML 1.2`))
  else if (isUnsafeInteger(text)) said.push(say('YAML_INTEGER', at, `${text} is above 2^53`))
}

const allowed = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(name => `tag:yaml.org,2002:${name}`))

const judgeTag = (node: Node, source: Source, said: Judgement[]): void => {
  const { tag, range } = node
  // A resolved node without a written tag has none in the text before it.
  if (!tag || allowed.has(tag)) return
  said.push(say('YAML_TAG', source.at(range?.[0] ?? 0), `the tag ${tag}`))
}
