import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { World } from '../scripts/lib/check/rule.ts'
import { filesOf } from '../scripts/lib/check/world.ts'
import { originOf, replayOf } from '../scripts/lib/origin/origin.ts'
import { home } from '../scripts/lib/tools.ts'
import { treeJudge } from '../scripts/lib/tree/judge.ts'
import { yamlJudge } from '../scripts/lib/yaml/judge.ts'
import { app, type Checked, check, environment, type Files, shared, write } from './helpers-check.ts'

const unit = 'overlays/dev/api'

/** A repository in memory: an app whose files are given, and its overlay. */
const worldOf = (files: Files): World => {
  const all: Record<string, Buffer> = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
  const bytes = (path: string): Buffer | undefined => (Object.hasOwn(all, path) ? all[path] : undefined)
  return {
    root: '/',
    tree: 'work',
    date: '2030-01-01',
    units: [],
    files: Object.keys(all),
    bytes,
    read: path => bytes(path)?.toString('utf8'),
  }
}

/** Judges sources and follows a field; whatever the files are, nothing throws and every finding has a place. */
const survive = async (files: Files): Promise<void> => {
  const world = worldOf({ ...environment, ...files })
  for (const { judge, rules } of [yamlJudge, treeJudge])
    for (const { code, at, problem } of await judge(world)) {
      expect(rules).toHaveProperty(code)
      expect(at?.file).toBeTruthy()
      expect(problem).not.toMatch(/undefined|\[object/)
    }
  replayOf(world.read, unit)
  originOf(world.read, unit, { kind: 'ConfigMap', name: 'x' }, ['data', 'a', 0])
}

const real = filesOf(home, 'work')
const manifests = real.files.filter(file => /^(apps|base|overlays)\/.*\.yaml$/.test(file))
const json = fc.jsonValue({ maxDepth: 4 })

/** A manifest of ours with some characters cut out and others put in. */
const damaged = fc
  .tuple(
    fc.constantFrom(...manifests),
    fc.array(fc.tuple(fc.nat(4000), fc.nat(40), fc.string({ maxLength: 8, unit: 'binary' })), { maxLength: 6 }),
  )
  .map(([file, edits]) => edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), real.read(file) ?? ''))

/** Fields of kustomizations with values of any kind, or of a kind that is nearly right. */
const patch = fc.record(
  {
    path: fc.constantFrom('configmap.yaml', 'patch.yaml', '..', ''),
    patch: fc.oneof(
      fc.string(),
      json.map(value => JSON.stringify(value)),
      fc.constant('- op: replace\n  path: /data/a\n  value: 1'),
    ),
    target: fc.oneof(json, fc.record({ kind: fc.constantFrom('ConfigMap', '.*', '(', '['), name: fc.string() }, { requiredKeys: [] })),
    options: json,
  },
  { requiredKeys: [] },
)
const replacement = fc.record({
  source: fc.oneof(json, fc.constant({ kind: 'ConfigMap', fieldPath: 'data.a' })),
  targets: fc.oneof(
    json,
    fc.array(fc.record({ select: fc.constant({ kind: 'ConfigMap' }), fieldPaths: fc.array(fc.string()), options: json })),
  ),
})
const fields = fc.dictionary(
  fc.constantFrom(
    'resources',
    'components',
    'namespace',
    'namePrefix',
    'labels',
    'images',
    'replicas',
    'configMapGenerator',
    'commonAnnotations',
  ),
  fc.oneof(json, fc.array(fc.constantFrom('configmap.yaml', '../api', '.', 'missing.yaml', '../../base/env/dev'))),
)
const kustomization = fc
  .tuple(fields, fc.oneof(json, fc.array(patch)), fc.oneof(json, fc.array(replacement)))
  .map(([rest, patches, replacements]) =>
    JSON.stringify({ kind: 'Kustomization', resources: ['configmap.yaml'], ...rest, patches, replacements }),
  )

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  a: b\n'
const bytes = fc.uint8Array({ maxLength: 400 }).map(array => Buffer.from(array))

describe('no input makes a rule throw', () => {
  const run = <T>(arbitrary: fc.Arbitrary<T>, files: (value: T) => Files, numRuns: number): Promise<void> =>
    fc.assert(
      fc.asyncProperty(arbitrary, value => survive(files(value))),
      { numRuns },
    )
  test('bytes', () => run(bytes, content => app('api', { 'configmap.yaml': content, 'kustomization.yaml': content }), 300))
  test('bytes as a resource', () => run(bytes, content => app('api', { 'configmap.yaml': content }), 300))
  test('damaged manifests', () => run(damaged, text => app('api', { 'configmap.yaml': text }), 300))
  test('damaged manifests as kustomizations', () =>
    run(damaged, text => app('api', { 'configmap.yaml': configMap, 'kustomization.yaml': text }), 200))
  test('objects of any form', () => run(json, value => app('api', { 'configmap.yaml': JSON.stringify(value) }), 200))
  test('kustomizations of any form', () =>
    run(
      fc.tuple(kustomization, json),
      ([text, value]) => app('api', { 'configmap.yaml': configMap, 'patch.yaml': JSON.stringify(value), 'kustomization.yaml': text }),
      500,
    ))
  test('names', () =>
    run(
      fc.array(fc.string({ unit: 'binary', minLength: 1 })),
      names => Object.fromEntries(names.map(name => [`apps/api/${name}`, configMap])),
      200,
    ))
})

describe('no input makes the command fail otherwise than by findings', () => {
  const root = shared()
  let checked: Checked
  beforeAll(() => {
    const some = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { numRuns: 12, seed: 20_261_121 })
    const apps = [
      ...some(bytes).map((content, i) => app(`bytes-${i}`, { 'configmap.yaml': content })),
      ...some(bytes).map((content, i) => app(`kustomization-${i}`, { 'configmap.yaml': configMap, 'kustomization.yaml': content })),
      ...some(damaged).map((text, i) => app(`damaged-${i}`, { 'configmap.yaml': text })),
      ...some(kustomization).map((text, i) =>
        app(`form-${i}`, { 'configmap.yaml': configMap, 'patch.yaml': configMap, 'kustomization.yaml': text }),
      ),
    ]
    checked = check(write(root, Object.assign({}, environment, ...apps)))
  })
  test('it reports, and shows no stack', () => {
    expect([checked.status, checked.stderr]).toEqual([2, ''])
    expect(checked.findings.length).toBeGreaterThan(48)
    expect(`${checked.stdout}${checked.stderr}`).not.toMatch(/^\s+at .+:\d+|^goroutine \d+|^panic:|This is a bug|Traceback/m)
  })
})
