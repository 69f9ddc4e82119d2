import { expect, test } from 'vitest'
import type { Built } from '../scripts/lib/engine.ts'
import { validate } from '../scripts/lib/kubeconform.ts'

const object = (name: string, data: unknown) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
const yaml = (name: string, data: string) => `apiVersion: v1\ndata: ${data}\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`
const unit = { name: 'dev/web', env: 'dev', path: 'overlays/dev/web' }

/** A render of ConfigMaps, by name and data. */
const render = (...maps: [string, string][]) => {
  const result: Built = {
    yaml: maps.map(([name, data]) => yaml(name, data)).join('---\n'),
    objects: maps.map(([name, data]) => object(name, data)),
    reads: [],
    warnings: [],
    ms: 0,
  }
  return [{ unit, result }]
}

test('what was shown to be valid is not judged again, and what was not is', async () => {
  const valid = new Set<string>()
  const codes = async (rendered: ReturnType<typeof render>, program?: () => Promise<string>) =>
    (await validate(rendered, valid, program)).findings.map(finding => `${finding.code} ${'object' in finding ? finding.object : ''}`)

  expect(await codes(render(['a', '{k: v}'], ['b', '{k: v}']))).toEqual([])
  // No program is started when nothing is new, so a wrong path does no harm.
  expect(await codes(render(['b', '{k: v}']), async () => '/no/such/program')).toEqual([])
  expect(await codes(render(['a', '{k: v}'], ['b', '{k: 1}']))).toEqual(['SCHEMA_INVALID ConfigMap/b'])
  expect(await codes(render(['a', '{k: v}'], ['b', '{k: 1}']))).toEqual(['SCHEMA_INVALID ConfigMap/b'])
})

test('a separator inside a value is not the end of an object', async () => {
  const { findings, coverage } = await validate(render(['a', '\n  text: |\n    one\n    ---\n    two']))
  expect([findings, coverage.get('dev/web')]).toEqual([[], { covered: 1, total: 1 }])
})
