import { expect, test } from 'vitest'
import type { Danger } from '../../scripts/lib/diff/data.ts'
import { dangerEntries } from '../../scripts/lib/diff/entries-danger.ts'
import { dangerLines } from '../../scripts/lib/diff/text-danger.ts'
import { plain } from '../../scripts/lib/report/text.ts'

const rule = { rule: 'D27', name: 'network-policy-changed', severity: 'blocks', why: 'why', fix: 'fix', more: 'more' } as const
const policy = (unit: string, problem: string): Danger => {
  const namespace = unit.split('/')[1] ?? ''
  const object = { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace, name: 'dns' }
  return { ...rule, unit, object, path: ['spec', 'egress'], problem: `NetworkPolicy/dns ${problem}` }
}
const units = (count: number): string[] => Array.from({ length: count }, (_, i) => `dev/app-${i}`)

/** The lines of a report without what the rule says of itself. */
const text = (dangers: readonly Danger[]): string[] =>
  dangerLines(dangers, { paint: plain, width: Number.POSITIVE_INFINITY })
    .slice(1)
    .filter(line => !/^ {4}(why|safely: fix)$/.test(line))
const entry = (dangers: readonly Danger[]): string[] =>
  dangerEntries(dangers).flatMap(({ lines }) => lines.filter(line => !/^(Why|Safely|Read on): /.test(line)))

test('what is said of two units alike is said once, at its places', () => {
  const dangers = ['dev/a', 'prod/b'].flatMap(unit => [policy(unit, 'lets more through'), policy(unit, 'drops DNS')])
  const sentences = ['NetworkPolicy/dns lets more through', 'NetworkPolicy/dns drops DNS']
  expect(text(dangers)).toEqual(['    dev/a, prod/b NetworkPolicy/dns spec.egress', ...sentences.map(one => `      ${one}`)])
  expect(entry(dangers)).toEqual([`dev/a, prod/b spec.egress: ${sentences.join('; ')}`])
})

test('of one unit its namespace is named too', () => {
  expect(text([policy('dev/a', 'drops DNS')])[0]).toBe('    dev/a NetworkPolicy/a/dns spec.egress')
  // In what unfolds, the place stands in the head.
  expect(entry([policy('dev/a', 'drops DNS')])).toEqual(['NetworkPolicy/dns drops DNS'])
})

test.each([
  [10, 'dev/app-8, dev/app-9'],
  [11, 'dev/app-9 and 1 more'],
])('of %i units as many are named as an acknowledgement must name', (count, end) => {
  const dangers = units(count).map(unit => policy(unit, 'drops DNS'))
  expect(text(dangers)[0]).toBe(
    `    ${units(count).slice(0, 8).join(', ')}, ${count === 10 ? '' : 'dev/app-8, '}${end} NetworkPolicy/dns spec.egress`,
  )
})

test('what has been acknowledged stands apart from what has not', () => {
  const dangers = [policy('dev/a', 'drops DNS'), { ...policy('dev/b', 'drops DNS'), acknowledged: 'acks/7-D27.yaml' }]
  expect(text(dangers)).toEqual([
    '    dev/a NetworkPolicy/a/dns spec.egress',
    '      NetworkPolicy/dns drops DNS',
    'known    D27 network-policy-changed',
    '    dev/b NetworkPolicy/b/dns spec.egress',
    '      NetworkPolicy/dns drops DNS (acks/7-D27.yaml)',
  ])
})

test('a file that a sentence names is not named twice', () => {
  const file = 'overlays/dev/shop/kustomization.yaml'
  const dead = (unit: string): Danger => ({ ...rule, file: unit, problem: `${unit}:3: shop is the image of no container` })
  expect(entry([dead(file), dead('b.yaml')])).toEqual([
    `${file}:3: shop is the image of no container`,
    'b.yaml:3: shop is the image of no container',
  ])
  const judge = (one: string): Danger => ({ ...rule, file: one, problem: 'judges dev/shop' })
  expect(entry([judge('CODEOWNERS'), judge('verify.yaml')])).toEqual(['CODEOWNERS, verify.yaml: judges dev/shop'])
})
