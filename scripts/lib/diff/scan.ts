import { createRequire } from 'node:module'

/** What stands in a kustomization that may be a path. `opaque`: it leads to paths that only a build finds. */
export type Scan = { tokens: readonly string[]; opaque: boolean }

const opaque: Scan = { tokens: [], opaque: true }

/** Configurations of plugins name files of their own, in files that a kustomization may change before they are read. */
const plugins = /generators|transformers|validators/i
const pluginField = /^(generators|transformers|validators)$/i

/** What only a YAML parser understands rightly: escapes, line breaks that aren't newlines, documents, directives. */
const strange = /[\0\r\u0085\u2028\u2029\ufeff\ufffd]|\\|^(%|\.\.\.|--- )|\n(%|\.\.\.|---)/

/**
 * Every string of a kustomization, and what follows the first `=` in it: each may be a path, none that is one is missing. Plain lines are
 * read as they are, because parsing a thousand kustomizations takes longer than building two units; others go through the parser.
 */
export const scan = (content: Buffer): Scan => {
  const text = content.toString('utf8').replaceAll('\r\n', '\n')
  const simple = strange.test(text) ? undefined : scanLines(text.split('\n'))
  if (simple === undefined) return scanParsed(text)
  return plugins.test(text) ? opaque : { tokens: withFiles(simple), opaque: false }
}

/** `files: [key=path]` of a generator names the path after the key. */
const withFiles = (strings: readonly string[]): string[] => [
  ...new Set(strings.flatMap(value => (value.includes('=') ? [value, value.slice(value.indexOf('=') + 1)] : [value]))),
]

/** One line of block style: dashes, a plain or quoted key, a plain or quoted value on the same line. */
const line = /^( *)((?:- +)*)(?:([\w./$-]+|"[^"\\]*"|'[^']*'):(?: +|$))?(.*)$/
const value = /^(?:"([^"\\]*)"|'([^']*)'|([^\s"'[\]{}>|&*!%@`#,?:-][^#]*|[-?:][^\s#][^#]*))(?:\s+#.*)?$/

/** The values of lines that mean one thing each, or undefined when one needs a parser. */
const scanLines = (lines: readonly string[]): string[] | undefined => {
  const values: string[] = []
  // A value may go on in a deeper line; in a block (`|`) each deeper line is content.
  let open: { indent: number; block: boolean } | undefined
  for (const [index, text] of lines.entries()) {
    if (/^\s*$/.test(text) || (index === 0 && text === '---')) continue
    const indent = text.length - text.trimStart().length
    if (open && indent > open.indent) {
      if (!open.block) {
        if (text.trimStart().startsWith('#')) continue
        return undefined
      }
      values.push(text.trimStart(), text.trim())
      continue
    }
    open = undefined
    if (text.trimStart().startsWith('#')) continue
    if (text.slice(0, indent).includes('\t')) return undefined
    const [, spaces = '', dashes = '', key, rest = ''] = line.exec(text) ?? []
    if (key === undefined && dashes === '' && rest !== '-') return undefined
    // What belongs to a key or to the last dash stands deeper than it.
    const at = spaces.length + (key === undefined ? Math.max(0, dashes.trimEnd().length - 1) : dashes.length)
    if (rest === '' || rest === '-' || rest.startsWith('#')) continue
    if (/^\|[-+]?(\s+#.*)?$/.test(rest)) {
      open = { indent: at, block: true }
      continue
    }
    const [, double, single, bare] = value.exec(rest) ?? []
    const found = double ?? single ?? bare?.trim()
    if (found === undefined || (bare !== undefined && /:\s|:$/.test(bare))) return undefined
    values.push(found)
    if (bare !== undefined) open = { indent: at, block: false }
  }
  return values
}

/** Loaded only when it is needed, and in one turn: a walk through folders can't wait at each. */
const parser = (): typeof import('yaml') => createRequire(import.meta.url)('yaml')

const scanParsed = (text: string): Scan => {
  const { parseAllDocuments, visit } = parser()
  const documents = parseAllDocuments(text, { strict: false, uniqueKeys: false, logLevel: 'silent', merge: true })
  if (!Array.isArray(documents) || documents.some(document => document.errors.length > 0)) return opaque
  const strings: string[] = []
  let tagged = false
  for (const document of documents)
    visit(document, {
      Scalar: (_, node) => {
        // `!!binary` is decoded on the way.
        tagged ||= node.tag !== undefined
        strings.push(String(node.value), node.source ?? '')
      },
    })
  return tagged || strings.some(found => pluginField.test(found)) ? opaque : { tokens: withFiles(strings), opaque: false }
}
