import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engines, startEngines, type Tree } from '../scripts/lib/engine.ts'
import { gitPath } from '../scripts/lib/git.ts'
import { isBuilt, renderUnits } from '../scripts/lib/render.ts'
import { home, toolPath } from '../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk, type Unit } from '../scripts/lib/units.ts'
import { commitAll, tree } from './helpers.ts'

const fixtures = join(home, 'tests/fixtures/parity')
const cases = [
  'everything/overlay',
  'legacy/overlay',
  'crds',
  'openapi',
  'neighbour',
  'builtins',
  'sorted',
  'symlinks/unit',
  'symlinks/linked-unit',
]
const toUnit = (path: string): Unit => ({ name: path, env: '', path })

let kustomize = ''
let program = ''
beforeAll(async () => {
  kustomize = await toolPath('kustomize')
  program = await toolPath('engine')
})

/** What the command line prints, run in the root with nothing special. */
const commandLine = (root: string, path: string): string => {
  const { status, stdout, stderr } = spawnSync(kustomize, ['build', path], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

const pool = (root: string, count: number): Engines =>
  startEngines({ program, root, git: gitPath(), memoryLimit: 2 ** 30, timeLimit: 30 }, count)

/** Builds paths with the engine, and returns the bytes by path. */
const build = async (root: string, from: Tree, paths: readonly string[], engines = 1): Promise<Record<string, string>> => {
  const started = pool(root, engines)
  try {
    const rendered = await renderUnits(started, from, paths.map(toUnit))
    return Object.fromEntries(
      rendered.map(({ unit, result }) => [unit.path, isBuilt(result) ? result.yaml : JSON.stringify(result.findings)]),
    )
  } finally {
    started.close()
  }
}

const expected = (root: string, paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(paths.map(path => [path, commandLine(root, path)]))

test.each(cases)('fixture %s: engine bytes are those of kustomize build', async path => {
  expect(await build(fixtures, 'work', [path])).toEqual(expected(fixtures, [path]))
})

test('every unit of this repository, from the working tree', async () => {
  const paths = findUnits(foldersOnDisk(home)).map(unit => unit.path)
  expect(paths.length).toBeGreaterThan(3)
  expect(await build(home, 'work', paths, 2)).toEqual(expected(home, paths))
})

describe('from a commit', () => {
  test('the fixtures, links inside the tree included', async () => {
    const root = tree('parity')
    const commit = commitAll(root)
    expect(await build(root, commit, cases)).toEqual(expected(fixtures, cases))
  })
  test('a folder of the repository as root', async () => {
    const root = tree('parity')
    const commit = commitAll(root)
    expect(await build(join(root, 'everything'), commit, ['overlay'])).toEqual({ overlay: commandLine(fixtures, 'everything/overlay') })
  })
})

describe('order and number of engines change nothing', () => {
  const all = expect.objectContaining({})
  let right: Record<string, string> = all as unknown as Record<string, string>
  beforeAll(() => {
    right = expected(fixtures, cases)
  })
  test.each([1, 2, 4])('%i engines, forwards, backwards and rotated', async count => {
    for (const order of [cases, cases.toReversed(), [...cases.slice(4), ...cases.slice(0, 4)]])
      expect(await build(fixtures, 'work', order, count)).toEqual(right)
  })
})

describe('isolation: a unit with its own openapi leaves the others alone', () => {
  let engines: Engines
  beforeAll(() => {
    engines = pool(fixtures, 1)
  })
  afterAll(() => engines.close())
  test.each(['neighbour', 'openapi', 'neighbour', 'crds', 'neighbour', 'openapi', 'openapi'])('%s', async path => {
    const result = await engines.build('work', toUnit(path))
    expect(isBuilt(result) && result.yaml).toBe(commandLine(fixtures, path))
  })
})

test('objects are the YAML, as data and in the same order', async () => {
  const { parseAllDocuments } = await import('yaml')
  const engines = pool(fixtures, 1)
  const result = await engines.build('work', toUnit('everything/overlay'))
  engines.close()
  if (!isBuilt(result)) throw new Error('not built')
  expect(result.objects).toEqual(parseAllDocuments(result.yaml, { version: '1.1' }).map(document => document.toJS()))
})

test('the fixtures together use every field of a Kustomization but those that run helm', () => {
  const source = join(kustomizeModule(), 'types/kustomization.go')
  const fields = [...readFileSync(source, 'utf8').matchAll(/yaml:"([a-zA-Z0-9]+)/g)].map(match => match[1] ?? '')
  const used = globSync('**/kustomization.yaml', { cwd: fixtures })
    .map(file => readFileSync(join(fixtures, file), 'utf8'))
    .join('\n')
  const unused = fields.filter(field => !new RegExp(`^${field}:`, 'm').test(used))
  expect(unused.sort()).toEqual(['helmChartInflationGenerator', 'helmCharts', 'helmGlobals'])
})

const kustomizeModule = (): string =>
  spawnSync('go', ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kustomize/api'], {
    cwd: join(home, 'tools'),
    encoding: 'utf8',
  }).stdout.trim()
