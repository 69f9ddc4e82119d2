import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dangerRules, dangersOf } from '../../scripts/lib/danger/judge.ts'
import type { Fields } from '../../scripts/lib/set/fields.ts'
import { selectorText } from '../../scripts/lib/set/selector.ts'
import { changeOf } from './change.ts'
import { type Case, casesOf } from './fixture.ts'

const all = Object.keys(dangerRules).flatMap(casesOf)

/** What may stand in a field that a schema would refuse, or that nobody thought of. */
const odd = fc.oneof(
  fc.constantFrom(null, '', 0, -1, 1e300, true, [], [null], [[]], {}, { name: 7 }, '*', '{{', 'a\u202eb', '99999999999999999999', '1e9Gi'),
  fc.jsonValue({ maxDepth: 2 }),
)

/** The same value with one field at a random place replaced. */
const broken = (value: unknown, at: readonly number[], by: unknown): unknown => {
  const [first = 0, ...rest] = at
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0 || at.length === 0) return by
  const keys = Object.keys(value)
  const key = keys[first % keys.length] ?? ''
  const next = broken((value as Record<string, unknown>)[key], rest, by)
  return Array.isArray(value) ? value.map((one, i) => (String(i) === key ? next : one)) : { ...value, [key]: next }
}

const isMap = (one: unknown): one is Fields => typeof one === 'object' && one !== null && !Array.isArray(one)

const brokenUnits = (part: Case['base'], at: readonly number[], by: unknown): Case['base'] => {
  const [unit = 0, object = 0, ...rest] = at
  const units = Object.entries(part.units ?? {}).filter(([, objects]) => objects)
  const [name, objects] = units[unit % units.length] ?? []
  const [key, fields] = Object.entries(objects ?? {})[object % Object.keys(objects ?? {}).length] ?? []
  if (name === undefined || key === undefined) return part
  const next = broken(fields, rest, by)
  if (!isMap(next) || 'kind' in next || 'apiVersion' in next) return part
  const { metadata = {} } = next
  // An object has a kind and a name: the engine gives no other.
  if (('metadata' in next && next.metadata === undefined) || !isMap(metadata) || 'name' in metadata || 'namespace' in metadata) return part
  return { ...part, units: { ...part.units, [name]: { ...objects, [key]: next } } }
}

test('whatever stands in a field, no rule throws, and what it says is text', () => {
  const place = fc.array(fc.nat(20), { minLength: 3, maxLength: 9 })
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.constantFrom('base', 'head', 'both'), place, odd, (one, side, at, by) => {
      const change = changeOf({
        ...one,
        base: side === 'head' ? one.base : brokenUnits(one.base, at, by),
        head: side === 'base' ? one.head : brokenUnits(one.head, at, by),
      })
      for (const { problem, rule } of dangersOf(change)) {
        expect(rule).toMatch(/^D\d\d$/)
        expect(typeof problem).toBe('string')
      }
    }),
    { numRuns: 3000 },
  )
})

test('a change of nothing is no danger', () => {
  for (const one of all) expect(dangersOf(changeOf({ ...one, head: one.base })), `${one.rule} ${one.name}`).toEqual([])
})

test('a label that is an object stands in a message as it is', () => {
  expect(selectorText({ matchLabels: { app: { toString: 0 } } })).toBe('app={"toString":0}')
})
