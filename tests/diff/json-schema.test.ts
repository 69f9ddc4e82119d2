import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffJson } from '../../scripts/lib/diff/json.ts'
import { home } from '../../scripts/lib/tools.ts'
import { anyReport } from './reports.ts'
import { edit, diffJson as run, shop } from './shop.ts'

type Schema = { [key: string]: unknown }

/** The schema with nothing allowed that it doesn't name: what is printed must be described. */
const strict = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(strict)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict(value)]))
  return 'properties' in inner && inner.type === 'object' ? { ...inner, additionalProperties: false } : inner
}

const published = JSON.parse(readFileSync(join(home, 'docs/diff-v1.schema.json'), 'utf8')) as Schema
const errorsIn = (schema: unknown, value: unknown): (ErrorObject[] | null | undefined)[] => {
  const validate = new Ajv2020({ strictTypes: false }).compile(schema as Schema)
  return validate(value) ? [] : [validate.errors]
}

/** Findings carry the fields of their code beside those that all have. */
const withoutFindings = (schema: Schema): unknown => {
  const whole = strict(schema) as { $defs: { broken: { properties: { findings: unknown } } } }
  whole.$defs.broken.properties.findings = (schema as typeof whole).$defs.broken.properties.findings
  return whole
}

test('what the command prints is what the schema says, and nothing else', () => {
  const root = shop()
  edit(root, {
    'overlays/prod/shop/kustomization.yaml': text => text.replace(/newTag: .*/, 'newTag: 2.0.0'),
    'overlays/dev/shop/kustomization.yaml': text => `${text}patches: [{path: gone.yaml}]\n`,
    'overlays/dev/blog': undefined,
    'apps/shop/settings.yaml': 'log:\n  level: debug\n',
    'apps/blog/kustomization.yaml': text => text.replace('  - claim.yaml\n', ''),
    'argo/base/chart.yaml': text => text.replace(/targetRevision: v?\d.*/, 'targetRevision: v9.9.9'),
  })
  const report = run(root, '--base', 'v1')
  expect(errorsIn(withoutFindings(published), report)).toEqual([])
  // The report has something in every part that the schema describes, as far as one change can.
  for (const part of ['units', 'folded', 'applications', 'images', 'broken', 'dangers', 'incomplete', 'charts'])
    expect(report[part], part).not.toEqual([])
})

test('any report fits it', () => {
  const validate = new Ajv2020({ strictTypes: false }).compile(withoutFindings(published) as Schema)
  fc.assert(
    fc.property(anyReport, report => {
      expect(validate(JSON.parse(diffJson(report))) ? [] : validate.errors).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test.each([
  ['another version', { schema: 'diff/v2' }],
  ['a word that is none of the words', { units: [{ unit: 'a', env: 'a', path: 'a', change: 'exploded', objects: [] }] }],
  ['a side without its commit', { base: { ref: 'main', tree: 'work' } }],
])('%s does not fit', (_, wrong) => {
  const [report] = fc.sample(anyReport, 1)
  const value = { ...JSON.parse(diffJson(report as NonNullable<typeof report>)), ...wrong }
  expect(errorsIn(published, value)).not.toEqual([])
})
