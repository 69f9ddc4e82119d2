import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Report } from '../../scripts/lib/diff/data.ts'
import { BadReport } from '../../scripts/lib/github/bad-report.ts'
import { reportBody } from '../../scripts/lib/github/comment-body.ts'
import { readReport } from '../../scripts/lib/github/report-data.ts'
import { realReport } from './report.ts'

type Changed = { [key: string]: unknown } & Report

const read = (value: unknown): Report => readReport(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), realReport())
const changed = (change: (report: Changed) => unknown): object => {
  const report = JSON.parse(realReport().json)
  change(report)
  return report
}
const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

test('the report of pnpm diff is one', () => {
  expect(read(realReport().json).units.map(({ unit }) => unit)).toEqual(['dev/web', 'prod/web'])
})

test.each([
  ['no JSON', '<html>', /not JSON/],
  ['bytes that are no text', '\ud800', /not JSON|not an object|another shape/],
  ['another version', (r: Changed) => Object.assign(r, { schema: 'diff/v2' }), /report\.schema/],
  ['another commit', (r: Changed) => Object.assign(r.head, { commit: 'f'.repeat(40) }), /is of f{40}, not of/],
  ['the working tree', (r: Changed) => Object.assign(r.head, { tree: 'work' }), /report\.head\.tree is not a commit/],
  ['a base that is no commit', (r: Changed) => Object.assign(r.base, { commit: '-->' }), /report\.base\.commit/],
  ['no units', (r: Changed) => Object.assign(r, { units: {} }), /report\.units is not a list/],
  ['a unit without a name', (r: Changed) => Object.assign(r.units[0] ?? {}, { unit: 7 }), /report\.units\[0\]\.unit is not text/],
  ['a change that there is not', (r: Changed) => Object.assign(r.folded[0] ?? {}, { change: 'eaten' }), /one of created/],
  ['a severity of its own', (r: Changed) => Object.assign(r, { dangers: [{ severity: 'fine' }] }), /report\.dangers\[0\]/],
  ['a value of a thousand levels', (r: Changed) => Object.assign(r.folded[0]?.fields[0] ?? {}, { new: deep(1000) }), /sane depth/],
  ['too many files', (r: Changed) => Object.assign(r, { changedFiles: Array(200_001).fill('') }), /more than 200000/],
  ['a field of the prototype', '{"__proto__":{"schema":"diff/v1"}}', /report\.schema/],
])('%s is refused', (_, given, expected) => {
  const value = typeof given === 'string' ? given : changed(given)
  expect(() => read(value)).toThrow(BadReport)
  expect(() => read(value)).toThrow(expected)
})

test('any JSON is read or refused, and what is read is shown or refused', () => {
  const somewhere = fc.tuple(fc.constantFrom(...Object.keys(JSON.parse(realReport().json))), fc.jsonValue())
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), somewhere), value => {
      const given = Array.isArray(value) && value.length === 2 ? { ...JSON.parse(realReport().json), [String(value[0])]: value[1] } : value
      try {
        expect(reportBody(read(given), 'https://host.example/run').length).toBeLessThanOrEqual(65_536)
      } catch (error) {
        expect(error).toBeInstanceOf(BadReport)
      }
    }),
    { numRuns: 300 },
  )
})
