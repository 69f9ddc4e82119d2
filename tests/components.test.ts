import { expect, test } from 'vitest'
import { type Component, componentsTable, type Reader } from '../scripts/lib/components-table.ts'
import { run, tree } from './helpers.ts'

const empty = 'By hand.\n\n<!-- table: written by pnpm components -->\nold\n<!-- end of table -->\n'
const part = (name: string, readme?: string): Component => ({
  name,
  kustomization: `# $schema=x\n# Adds ${name}.\nkind: Component\n`,
  readme,
})
const reader = (env: string, app: string, ...names: string[]): Reader => ({
  env,
  app,
  reads: names.map(name => `base/components/${name}/kustomization.yaml`),
})
const readers = [
  reader('dev', 'api', 'a', 'b'),
  reader('prod', 'api', 'a', 'b', 'guard'),
  reader('dev', 'web', 'a'),
  reader('prod', 'web', 'a', 'c', 'guard'),
]

test.each([
  ['a', undefined, '| `a` | Adds a |  | every unit |'],
  ['b', '# b\n\nNeeds x\nand y.\n\nMore.\n', '| [`b`](components/b/README.md) | Adds b | x and y | api |'],
  ['c', undefined, '| `c` | Adds c |  | web (prod) |'],
  ['guard', undefined, '| `guard` | Adds guard |  | every unit (prod) |'],
  ['unused', undefined, '| `unused` | Adds unused |  |  |'],
])('%s', (name, readme, row) => {
  expect(componentsTable(empty, [part(name, readme)], readers).split('\n')[5]).toBe(row)
})

test.each([
  ['no purpose', { name: 'a', kustomization: 'kind: Component\n', readme: undefined }, empty, 'say what it adds in a comment on top'],
  ['a README without a prerequisite', part('a', '# a\n'), empty, 'begin a paragraph with "Needs"'],
  ['no marks', part('a'), '', 'has lost the two comment lines'],
])('%s is told', (_, one, readme, said) => {
  expect(() => componentsTable(readme, [one], readers)).toThrow(said)
})

test('base/README.md says what is', () => {
  expect(run('components', ['--check'])).toMatchObject({ status: 0, stdout: 'base/README.md is up to date\n' })
})

test('a table that is out of date, and a unit that cannot be built', () => {
  const kustomization = 'resources:\n  - configmap.yaml\n'
  const root = tree({
    'base/README.md': empty,
    'overlays/dev/web/kustomization.yaml': kustomization,
    'overlays/dev/web/configmap.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n',
  })
  expect(run('components', ['--check'], { cwd: root })).toMatchObject({ status: 1, stderr: expect.stringContaining('pnpm components') })
  const broken = tree({ 'base/README.md': empty, 'overlays/dev/web/kustomization.yaml': kustomization })
  expect(run('components', [], { cwd: broken })).toMatchObject({ status: 2, stderr: expect.stringContaining('pnpm render dev/web') })
})
