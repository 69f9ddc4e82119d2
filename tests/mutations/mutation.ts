import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One mistake in a file of this repository, and the rule that finds it. `near`: text of the line where the finding stands, when it isn't
 * the changed one, because what is missing has no line; `file: text` for a line of another file.
 */
export type Mutation = { name: string; file: string; from: string; to: string; code: string; near: string | undefined }

/**
 * The mistakes in the text files of this folder, one a block: a name, the file, lines to take out (`-`) and to put in (`+`), the code (`=`),
 * and the place (`@`). Without `-` the `+` is the new end of the file. `\t`, `\0` and `\uXXXX` are escapes.
 */
export const mutations = (): Mutation[] =>
  readdirSync(import.meta.dirname)
    .filter(name => name.endsWith('.txt'))
    .flatMap(name =>
      readFileSync(join(import.meta.dirname, name), 'utf8')
        .trim()
        .split(/\n\n+/),
    )
    .map(block => {
      const [name = '', file = '', ...lines] = block.split('\n')
      const of = (mark: string): string[] =>
        lines.flatMap(line => (line.startsWith(`${mark} `) || line === mark ? [escaped(line.slice(2))] : []))
      const [code = ''] = of('=')
      return { name, file: file.trim(), from: of('-').join('\n'), to: of('+').join('\n'), code, near: of('@')[0] }
    })

const escaped = (text: string): string =>
  text.replace(/\\(t|0|r|u[0-9a-f]{4})/g, (_, code: string) =>
    code === 't' ? '\t' : code === '0' ? '\0' : code === 'r' ? '\r' : String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  )

/** A text with the mistake in it, and the line (from 1) where that begins. Throws when the text isn't what the table says. */
export const mutate = (text: string, { name, from, to }: Mutation): { text: string; line: number } => {
  const at = from === '' ? text.length : text.indexOf(from)
  if (at < 0) throw new Error(`${name}: the file has no ${JSON.stringify(from)}`)
  const changed = text.slice(0, at) + to + text.slice(at + from.length)
  let same = 0
  while (same < text.length && text[same] === changed[same]) same++
  return { text: changed, line: changed.slice(0, same).split('\n').length }
}
