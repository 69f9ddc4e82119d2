import { join } from 'node:path/posix'
import { expect, test } from 'vitest'
import { documents } from './documents.ts'

const all = documents()
const textOf = (path: string): string => all.find(one => one.path === path)?.text ?? ''
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

/** The section that an anchor leads to: from its heading to the next one of its rank. */
const section = (text: string, anchor: string): string => {
  const lines = text.split('\n')
  const start = lines.findIndex(line => /^#+ /.test(line) && slug(line.replace(/^#+ /, '')) === anchor)
  const rank = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0
  const end = lines.findIndex((line, at) => at > start && new RegExp(`^#{1,${rank}} `).test(line))
  return start < 0 ? '' : lines.slice(start, end < 0 ? undefined : end).join('\n')
}

/** Rows of docs/alerts.md, which another test compares with what is rendered. */
const rows = [...textOf('docs/alerts.md').matchAll(/^\| `(\w+)`.*\[[^\]]*\]\(([^)#]+)#([^)]+)\) \|$/gm)].map(
  ([, alert = '', file = '', anchor = '']): [string, string, string] => [alert, join('docs', file), anchor],
)

test('every alert has its row', () => expect(rows.length).toBeGreaterThan(40))

test.each(rows)('%s leads to a section that names it, says what to do, and how to see that it helped', (alert, file, anchor) => {
  const text = section(textOf(file), anchor)
  expect(text, `${file}#${anchor}`).toContain(`\`${alert}\``)
  expect(text).toMatch(/\bContext: [\s\S]*\bAction\b[\s\S]*\bVerification: /)
})
