import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Danger, Report, UnitChange } from '../../scripts/lib/diff/data.ts'
import { code } from '../../scripts/lib/diff/markdown/escape.ts'
import { diffMarkdown } from '../../scripts/lib/diff/markdown/markdown.ts'
import { nodes, parse, wrongIn } from './markdown-tree.ts'
import { anyReport, emptyReport } from './reports.ts'

const unitOf = (env: string, app: string): UnitChange => ({
  ...{ unit: `${env}/${app}`, env, path: `overlays/${env}/${app}`, change: 'changed' },
  objects: [{ id: { group: 'apps', kind: 'Deployment', namespace: app, name: app }, change: 'changed', fields: [] }],
})
const claim: Danger = {
  ...{ rule: 'D09', name: 'pvc-removed', severity: 'blocks', unit: 'prod/a' },
  ...{ problem: 'the claim goes', fix: 'keep it', why: 'w', more: 'm' },
}
const configMap = { group: '', kind: 'ConfigMap', namespace: 'a', name: 'a' }
const oneField = (old: string, next: string): Report['folded'] => [
  { change: 'changed', fields: [{ path: ['data', 'x'], change: 'changed', old, new: next }], objects: [{ unit: 'prod/a', id: configMap }] },
]

test('any text in any place changes nothing of the Markdown around it', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(anyReport, report => {
      expect(wrongIn(diffMarkdown(report))).toEqual([])
    }),
    { numRuns: Number(process.env.FUZZ ?? 300) },
  )
})

test.each([
  ['a', 'a'],
  ['a`b', 'a`b'],
  ['`', '`'],
  [' a', ' a'],
  ['```x', '```x'],
  ['a|b', 'a\\x7cb'],
  ['<!-- x -->', '<!\\x2d- x -->'],
])('%j stands in a code span', (text, shown) => {
  const [span] = nodes(parse(`a ${code(text)} b`)).filter(({ type }) => type === 'inlineCode')
  expect(span).toMatchObject({ value: shown })
})

test('a sentence of nothing makes no heading of the line above it', () => {
  const text = diffMarkdown({ ...emptyReport, dangers: [{ ...claim, why: '', more: ' ' }] })
  expect(wrongIn(text)).toEqual([])
})

test('many places of one danger don’t hide how to do it safely', () => {
  const dangers = Array.from({ length: 500 }, (_, i) => ({ ...claim, unit: `prod/app-${i}`, fix: 'keep the claim' }))
  const text = diffMarkdown({ ...emptyReport, dangers })
  expect(wrongIn(text)).toEqual([])
  expect(text).toContain('- Safely: keep the claim\n')
  expect(text).toMatch(/^ {2}- prod\/app-0, .*prod\/app-9 and 490 more: the claim goes$/m)
})

test('7,581 changed units are all named, in bounds', () => {
  const envs = ['dev', 'staging', 'prod']
  const units = Array.from({ length: 7581 }, (_, i) => unitOf(envs[i % 3] ?? '', `tenant-${String(Math.floor(i / 3)).padStart(4, '0')}`))
  const text = diffMarkdown({ ...emptyReport, units })
  expect(wrongIn(text)).toEqual([])
  expect(text).toContain('- `prod` (2527 units): `tenant-0000` … `tenant-2526` (2527)\n')
})

test('names without any order are shown as ranges with their counts', () => {
  const units = Array.from({ length: 7581 }, (_, i) => unitOf(`env-${i % 50}-x`, `${(i * 2654435761) % 2 ** 32}-${'long'.repeat(20)}`))
  const text = diffMarkdown({ ...emptyReport, units })
  expect(wrongIn(text)).toEqual([])
  expect(text.match(/\((\d+) units\)/g)).toHaveLength(50)
  const counted = [...text.matchAll(/` … `[^`]+` \((\d+)\)/g)].reduce((sum, [, n]) => sum + Number(n), 0)
  expect(counted).toBe(7581)
})

test('as many environments as units', () => {
  const units = Array.from({ length: 7581 }, (_, i) => unitOf(`${'e'.repeat(100)}-${i}-${i * 7}`, 'app'))
  const text = diffMarkdown({ ...emptyReport, units })
  expect(wrongIn(text)).toEqual([])
  expect(text).toMatch(/^- 7581 units: /m)
})

test('a diff of 2 MB is cut, what comes after it is not', () => {
  const lines = (word: string): string => Array.from({ length: 60_000 }, (_, i) => `${word} ${i} ${'`'.repeat(i % 9)}</details>`).join('\n')
  const [huge] = oneField('', lines('new'))
  const [small] = oneField('one', 'two')
  const text = diffMarkdown({ ...emptyReport, folded: [huge, small].flatMap(one => one ?? []), units: [unitOf('prod', 'a')] })
  expect(wrongIn(text)).toEqual([])
  expect(text).toContain('… and more')
  expect(text).toContain('+ two')
  expect(text).toContain('pnpm diff --base')
})

test('what is incomplete and what is dangerous stands first', () => {
  const seen = { ...claim, rule: 'D17', acknowledged: 'acks/7-D17.yaml' }
  const text = diffMarkdown({
    ...emptyReport,
    incomplete: ["prod/a can't be built at head"],
    dangers: [claim, seen],
    units: [unitOf('prod', 'a')],
  })
  expect(text.split('\n').slice(0, 5)).toEqual([
    "- **Incomplete:** prod/a can't be built at head",
    '- **Dangers, not acknowledged:** 1 (`D09`)',
    '- **Acknowledged:** 1 (`D17`)',
    '- **Changes:** none; built 0 of 0 units',
    '- **Labels:** `env/prod`, `danger/acknowledged`, `danger/blocks`, `incomplete`',
  ])
  expect(text.indexOf('the claim goes')).toBeLessThan(text.indexOf('#### Where'))
  for (const fact of [emptyReport.base.commit, emptyReport.head.commit, emptyReport.fingerprint, 'v5.8.1', 'build 0.01 s'])
    expect(text).toContain(fact)
})
