import { isMap, isScalar, isSeq, type Node, visit } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import type { Role } from '../sources/kustomization.ts'
import { fieldOf, type Source, startOf, textOf } from '../sources/parse.ts'
import { say } from './say.ts'

/** Whether a source's documents are what its use asks for: objects with a name, patches, or a list. */
export const judgeShape = (source: Source, role: Role | 'kustomization'): Judgement[] => {
  const documents = source.documents.filter(({ contents }) => contents && !(isScalar(contents) && contents.value === null))
  if (documents.length === 0)
    return role === 'resource' ? [say('YAML_EMPTY', { file: source.file, line: 1, col: 1 }, 'the file has no objects')] : []
  if (role === 'other') return []
  return documents.flatMap(({ contents }, i) => {
    const node = contents as Node
    const at = source.at(startOf(node))
    if (isSeq(node) && (role === 'patch' || role === 'list')) return []
    if (!isMap(node)) return [say('YAML_DOCUMENT', at, `document ${i + 1} is ${isSeq(node) ? 'a list' : 'a single value'}, not an object`)]
    return role === 'resource' ? nameless(source, node) : []
  })
}

const nameless = (source: Source, node: Node): Judgement[] => {
  const kind = textOf(fieldOf(node, 'kind'))
  const lacking = [
    ...(textOf(fieldOf(node, 'apiVersion')) ? [] : ['apiVersion']),
    ...(kind ? [] : ['kind']),
    ...(kind?.endsWith('List') || textOf(fieldOf(fieldOf(node, 'metadata'), 'name')) ? [] : ['metadata.name']),
  ]
  return lacking.length > 0 ? [say('YAML_NAMELESS', source.at(startOf(node)), `the object has no ${lacking.join(', no ')}`)] : []
}

/** Blanks at the end of a line in a block scalar: they are part of the value. */
export const judgeTrailing = (source: Source): Judgement[] => {
  if (!/[ \t]\r?$/m.test(source.text)) return []
  const said: Judgement[] = []
  for (const document of source.documents)
    visit(document, {
      Scalar: (_, node) => {
        if (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED') return
        const [start = 0, end = 0] = node.range ?? []
        const blank = /\S[ \t]+\r?$/m.exec(source.text.slice(start, end))
        if (blank) said.push(say('TEXT_TRAILING', source.at(start + blank.index + 1), 'a line of a block ends with blanks'))
      },
    })
  return said
}
