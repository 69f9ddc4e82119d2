import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../data.ts'
import { pageData } from './cards.ts'

const read = (file: string): string => readFileSync(join(import.meta.dirname, 'page', file), 'utf8')
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The page's modules, each after those that it imports: as one script they need no file beside the page. */
const modules = ['dom.js', 'rows.js', 'card.js', 'tree.js', 'keys.js', 'theme.js', 'head.js', 'page.js']
const script = (): string =>
  modules
    .map(read)
    .join('\n')
    .replace(/^import [^']*'[^']*'\n/gm, '')
    .replace(/^export /gm, '')

/** JSON that no HTML parser takes for a tag or a comment, and no log for a line of its own. */
const dataText = (data: unknown): string =>
  JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Nothing is loaded, sent or run but this style and this script; no string becomes HTML. */
const policy = (style: string, code: string): string =>
  [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(code)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

/** A redacted report as one HTML file that needs nothing else, with or without a network. */
export const diffHtml = (report: Report): string => {
  const [style, code] = [read('page.css'), script()]
  const parts: Record<string, string> = { policy: policy(style, code), style, code, data: dataText(pageData(report)) }
  return read('page.html').replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '')
}
