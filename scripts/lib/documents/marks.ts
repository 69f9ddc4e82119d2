import { Failure } from '../failure.ts'

const begin = (name: string): string => `<!-- ${name}: written by pnpm documents -->\n`
const end = (name: string): string => `<!-- end of ${name} -->`

/** A document with the part between its two comment lines written anew. Throws a Failure when they aren't there. */
export const fill = (text: string, file: string, name: string, part: string): string => {
  const [from, to] = [text.indexOf(begin(name)), text.indexOf(end(name))]
  if (from < 0 || to < from) throw new Failure(`${file} has lost the two comment lines around "${name}"; restore them with git checkout`)
  return `${text.slice(0, from)}${begin(name)}${part}\n${text.slice(to)}`
}

/** Rows as a Markdown table; a bar in a cell is escaped. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map(row => `| ${row.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
    .replace(/^\|( ---.*)\|$/m, line => line.replaceAll(' ', ''))

/** Lines as a Mermaid flowchart in a fence. */
export const flowchart = (direction: 'LR' | 'TB', lines: readonly string[]): string =>
  ['```mermaid', `flowchart ${direction}`, ...lines.map(line => `  ${line}`), '```'].join('\n')
