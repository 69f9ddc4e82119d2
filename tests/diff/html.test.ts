import { createHash } from 'node:crypto'
import { Script } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { needChromium } from '../../scripts/lib/browser/chromium.ts'
import { diffHtml } from '../../scripts/lib/diff/html/html.ts'
import { anyReport, emptyReport } from './reports.ts'

const part = (html: string, start: string, end: string): string => html.slice(html.indexOf(start) + start.length, html.indexOf(end))
const partsOf = (html: string): { policy: string; style: string; data: string; code: string } => ({
  policy: part(html, 'http-equiv="Content-Security-Policy" content="', '">\n<meta name="viewport"'),
  style: part(html, '<style>', '</style>'),
  data: part(html, '<script type="application/json" id="data">', '</script>\n<script type="module">'),
  code: part(html, '<script type="module">', '</script>\n</body>'),
})
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

test('the page allows its own style and script and nothing else', () => {
  const { policy, style, code } = partsOf(diffHtml(emptyReport))
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(code)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ])
})

test('its script is whole: no module is missing, no name stands twice', () => {
  const { code } = partsOf(diffHtml(emptyReport))
  expect(() => new Script(code)).not.toThrow()
  expect(code).not.toMatch(/^(?:import|export) /m)
})

test('nothing in it comes from elsewhere', () => {
  const { style, code } = partsOf(diffHtml(emptyReport))
  expect(style + code).not.toMatch(/url\(|@import|https?:|innerHTML|insertAdjacentHTML|document\.write|eval|fetch\(|<\/?script/)
})

test('whatever a report holds, its data is JSON without a tag', () => {
  const { policy } = partsOf(diffHtml(emptyReport))
  fc.assert(
    fc.property(anyReport, report => {
      const html = diffHtml(report)
      const parts = partsOf(html)
      expect(parts.data).not.toMatch(/[<>&\u2028\u2029]/)
      expect(JSON.parse(parts.data).facts).toHaveLength(6)
      expect(parts.policy).toBe(policy)
      expect(html.match(/<\/script>/g)).toHaveLength(2)
    }),
    { numRuns: 100 },
  )
})

test('the same change has the same link in another report', () => {
  const [folded, other] = ['1', '2'].map(next => ({
    ...({ change: 'changed', objects: [{ unit: 'prod/a', id: { group: '', kind: 'Service', namespace: 'a', name: 'a' } }] } as const),
    fields: [{ path: ['spec'], change: 'changed', old: '0', new: next }] as const,
  }))
  const ids = (...all: NonNullable<typeof folded>[]): string[] =>
    JSON.parse(partsOf(diffHtml({ ...emptyReport, folded: all })).data).cards.map(({ id }: { id: string }) => id)
  if (!folded || !other) throw new Error()
  const [first, second, again] = ids(folded, other, folded)
  expect(ids(other)).toEqual([second])
  expect(ids(folded)).toEqual([first])
  expect(again).toBe(`${first}-2`)
})

test('without a Chromium the command says how to get one', () => {
  expect(() => needChromium('/nowhere')).toThrow(/^no Chromium on PATH .*pnpm browser --install, or: sudo apt-get install/)
})
