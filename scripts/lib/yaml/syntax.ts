import type { Document } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import type { Source } from '../sources/parse.ts'
import { say } from './say.ts'

/** The first thing that the parser can't read in a document; what follows from it is not said. */
export const judgeErrors = (source: Source, document: Document): Judgement[] => {
  const [first] = document.errors
  if (!first) return []
  const at = source.at(first.pos[0])
  const line = source.text.split('\n')[at.line - 1] ?? ''
  const tab = /^[ -]*\t/.exec(line)
  if (first.code === 'TAB_AS_INDENT' || tab)
    return [say('YAML_TAB', { ...at, col: tab ? tab[0].length : at.col }, 'a tab indents the line')]
  const braces = line.search(/\{\{/)
  if (braces >= 0) return [say('YAML_TEMPLATE', { ...at, col: braces + 1 }, 'template syntax in a plain manifest')]
  const alias = /^Unresolved alias .*: (\S+)$/.exec(first.message)
  if (alias) return [say('YAML_ANCHOR', at, `no anchor &${alias[1]} stands before it`)]
  return [say('YAML_SYNTAX', at, `not valid YAML: ${first.message}`)]
}
