import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { dealt, dealtEnvironments, shardOf } from '../scripts/lib/shard/deal.ts'
import { commitAll, type Ran, run } from './helpers.ts'
import { app, environment, type Files, kustomization, shared, write } from './helpers-check.ts'

test.each(['', '2', '0/2', '3/2', '1/0', '1/2/3', '-1/2', '1.5/2', '01/2'])('--shard "%s" is no part', text => {
  expect(() => shardOf(text)).toThrow(/write which part of how many/)
})

test('every item is in one part, and parts differ by one item at most', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 20 }), (items, of) => {
      const parts = Array.from({ length: of }, (_, i) => dealt(items, { index: i + 1, of }))
      expect(parts.flat().sort()).toEqual([...items].sort())
      const sizes = parts.map(part => part.length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2)
    }),
  )
})

test('every environment is in one part, the large ones apart; more parts than environments are refused', () => {
  const units = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'd'].map(env => ({ env }))
  const part = (index: number): string[] => [...dealtEnvironments(units, { index, of: 2 })].sort()
  expect([part(1), part(2)]).toEqual([
    ['a', 'd'],
    ['b', 'c'],
  ])
  expect(() => dealtEnvironments(units, { index: 1, of: 5 })).toThrow(/there are 4; use at most 4 parts/)
})

const root = shared()
const parts = shared()
const map = (name: string, data = 'a: b'): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${data}\n`
const overlay = (env: string, name: string): Files => ({
  [`overlays/${env}/${name}/kustomization.yaml`]: kustomization('Kustomization', [
    ...[`resources:\n  - ../../../apps/${name}\ncomponents:\n  - ../../../base/env/${env}`],
  ]),
})
const of = (env: string): Files => ({
  [`base/env/${env}/kustomization.yaml`]: kustomization('Component', ['labels:\n  - pairs:', `      environment: ${env}`]),
})
const storageClass = 'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: same\nprovisioner: x\n'
// In two parts, or this file would hold one.
const secret = (name: string): string =>
  ['apiVersion: v1\nkind: Sec', `ret\nmetadata:\n  name: ${name}\nstringData:\n  a: hunter22\n`].join('')

/** Three environments with something wrong in one unit, in a pair of units, in what they share, and in files that few or no units read. */
const files: Files = {
  ...environment,
  ...of('staging'),
  ...of('prod'),
  ...app('one', { 'configmap.yaml': map('same') }),
  ...app('cluster-one', { 'configmap.yaml': map('same', 'a: yes'), 'storageclass.yaml': storageClass }),
  ...app('cluster-two', { 'storageclass.yaml': storageClass }),
  ...overlay('staging', 'one'),
  ...overlay('prod', 'one'),
  ...overlay('prod', 'cluster-one'),
  'apps/one/unlisted.yaml': map('x'),
  'base/components/unused/kustomization.yaml': kustomization('Component', ['resources:\n  - secret.yaml']),
  'base/components/unused/secret.yaml': secret('unread'),
  'overlays/prod/cluster-one/patches/left.yaml': map('left'),
  'base/components/once/kustomization.yaml': kustomization('Component', ['resources:\n  - secret.yaml']),
  'base/components/once/secret.yaml': secret('read'),
  'overlays/staging/cluster-two/kustomization.yaml': kustomization('Kustomization', [
    'resources:\n  - ../../../apps/cluster-two\ncomponents:\n  - ../../../base/components/once\n  - ../../../base/env/staging',
  ]),
  'platform/values/bad.yaml': 'a: [\n',
}

const name = (command: string, index: number): string => join(parts, `${command}-${index}.json`)
const split = (command: 'render' | 'check', index: number, number: number, ...args: string[]): Ran =>
  run(command, ['--root', root, '--json', '--shard', `${index}/${number}`, ...args])
const merge = (names: string[], ...args: string[]): Ran => run('report', ['--merge', ...names, ...args])
const timeless = (ran: Ran): unknown => ({ ...JSON.parse(ran.stdout), ms: 0, units: withoutTime(JSON.parse(ran.stdout).units) })
const withoutTime = (units: unknown): unknown => (Array.isArray(units) ? units.map(unit => ({ ...unit, ms: 0 })) : units)

beforeAll(() => {
  write(root, files)
  commitAll(root)
  for (const command of ['render', 'check'] as const)
    for (const index of [1, 2, 3]) writeFileSync(name(command, index), split(command, index, 3).stdout)
})
const all = (command: string): string[] => [3, 1, 2].map(index => name(command, index))

describe('joined, parts say what one run says', () => {
  test('of render', () => {
    const whole = run('render', ['--root', root, '--json'])
    const joined = merge(all('render'), '--json')
    const { findings, ...rest } = timeless(joined) as { findings: { unit: string; code: string }[] }
    const { findings: expected, ...same } = timeless(whole) as { findings: { unit: string; code: string }[] }
    expect(rest).toEqual(same)
    expect(new Set(findings)).toEqual(new Set(expected))
    expect(findings).toHaveLength(expected.length)
    expect(joined.status).toBe(whole.status)
    expect(merge(all('render')).stdout).toMatch(/^unit .+\n(.+\n){6}/)
  })
  test('of check: what is wrong in one unit, in a cluster, in what parts share, and in files that no unit reads', () => {
    const whole = run('check', ['--root', root, '--json'])
    const joined = merge(all('check'), '--json')
    expect(timeless(joined)).toEqual(timeless(whole))
    expect(joined.status).toBe(whole.status)
    const codes = new Set(JSON.parse(whole.stdout).findings.map(({ code }: { code: string }) => code))
    for (const code of ['OBJECT_TWICE', 'FILE_UNLISTED', 'SECRET_OBJECT', 'YAML_SYNTAX', 'GOLDEN_MISSING']) expect(codes).toContain(code)
  })
})

describe('parts that are no whole are refused', () => {
  const edited = (index: number, change: (shard: Record<string, unknown>) => void): string => {
    const report = JSON.parse(readFileSync(name('render', index), 'utf8'))
    change(report.shard)
    const file = join(parts, 'edited.json')
    writeFileSync(file, JSON.stringify(report))
    return file
  }
  const wrong = (file: string, text: string): string => {
    writeFileSync(join(parts, file), text)
    return join(parts, file)
  }
  test.each<[string, () => string[], RegExp]>([
    ['one is missing', () => [name('render', 1), name('render', 3)], /part 2 of 3 is missing/],
    ['one is there twice', () => [name('render', 1), name('render', 1)], /are both part 1 of 3/],
    ['render and check', () => [name('render', 1), name('check', 2)], /different commands/],
    ['another commit', () => [name('render', 1), edited(2, shard => (shard.commit = '0'.repeat(40)))], /different commits/],
    ['another version', () => [name('render', 1), edited(2, shard => (shard.version = '0'.repeat(64)))], /different versions/],
    ['another number', () => [name('render', 1), edited(2, shard => (shard.of = 4))], /different numbers of parts/],
    ['another question', () => [name('render', 1), edited(2, shard => (shard.asked = '0'.repeat(64)))], /different questions/],
    ['a whole report', () => [wrong('whole.json', run('render', ['--root', root, '--json']).stdout)], /is a whole report, not a part/],
    ['a damaged report', () => [edited(1, shard => (shard.exit = 'x'))], /is damaged: report\.shard\.exit/],
    ['no JSON', () => [wrong('none.json', '{')], /can't be read as a part/],
    ['no report', () => [wrong('null.json', 'null')], /is no report of render or check/],
    ['no file', () => [join(parts, 'absent.json')], /can't be read as a part/],
  ])('%s', (_, files, said) => {
    const { status, stdout, stderr } = merge(files())
    expect(stderr).toMatch(said)
    expect([status, stdout]).toEqual([2, ''])
  })
  test('of a working tree that no other machine has', () => {
    write(root, { 'apps/one/new.yaml': map('new') })
    const { status, stderr } = split('render', 1, 3)
    expect(stderr).toContain('apps/one/new.yaml differs from its commit')
    expect(status).toBe(2)
    expect(split('render', 1, 3, '--at', 'HEAD').status).toBe(1)
  })
})
