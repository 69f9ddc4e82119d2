import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listInside } from '../../scripts/lib/files.ts'
import { home } from '../../scripts/lib/tools.ts'
import { commitAll, run, tree } from '../helpers.ts'

const apps = (root: string, ...args: string[]) => run('apps', ['--root', root, ...args])
const set = 'argo/env/dev/set.yaml'
const edit = (root: string, path: string, from: string, to: string): void =>
  writeFileSync(join(root, path), readFileSync(join(root, path), 'utf8').replace(from, to))

test('the table names every Application, and a commit is compared with the working tree', () => {
  const root = tree('applications/directories')
  expect(apps(root).stdout).toMatch(/web-directories\s+fixtures\s+overlays\/dev\/web\s+main\s+fixtures\s+set directories/)
  const commit = commitAll(root)
  expect(apps(root, '--at', commit).stdout).toContain('the working tree adds, removes and moves no Application')
  renameSync(join(root, 'overlays/dev/web'), join(root, 'overlays/dev/shop'))
  edit(root, set, 'namespace: fixtures\n', 'namespace: elsewhere\n')
  const { stdout } = apps(root, '--at', 'HEAD')
  expect(stdout).toContain(`argo/dev at ${commit.slice(0, 12)}: 2 Applications, 2 from ApplicationSets`)
  expect(stdout).toContain('added    dev: shop-directories')
  expect(stdout).toContain('removed  dev: web-directories')
  expect(stdout).toMatch(/moved {4}dev: 1-alpha-directories: destination \S+ fixtures → \S+ elsewhere/)
  const { schema, changes } = JSON.parse(apps(root, '--at', 'HEAD', '--json').stdout)
  expect([schema, changes.map((change: { kind: string }) => change.kind)]).toEqual(['apps/v1', ['moved', 'added', 'removed']])
})

test('a revision or a setting alone is no move', () => {
  const root = tree('applications/directories')
  commitAll(root)
  edit(root, set, 'targetRevision: main', 'targetRevision: v1.2.3')
  expect(apps(root, '--at', 'HEAD').stdout).toContain('adds, removes and moves no Application')
})

test('what differs from the kept file is shown, and accepted by --update, never in CI', () => {
  const root = tree('applications/directories')
  expect(apps(root).status).toBe(0)
  edit(root, set, '-directories', '-dirs')
  const { status, stdout } = apps(root, 'dev')
  expect(status).toBe(1)
  expect(stdout).toContain('tests/golden/apps/dev.yaml  GOLDEN_DRIFT')
  expect(stdout).toContain('pnpm apps dev --update')
  expect(run('apps', ['--root', root, '--update'], { env: { CI: '1' } }).status).toBe(2)
  expect(apps(root, '--update').stdout).toContain('wrote    tests/golden/apps/dev.yaml')
  expect(apps(root).status).toBe(0)
})

test('the file of an environment that is gone is deleted by a full update; a render leaves all of them alone', () => {
  const root = tree({ 'tests/golden/apps/old.yaml': '', ...fixture('directories') })
  expect(apps(root).stdout).toContain('tests/golden/apps/old.yaml  GOLDEN_ORPHAN')
  expect(run('render', ['--root', root, '--update', '--json']).stdout).toContain('"deleted": []')
  expect(apps(root, '--update').stdout).toContain('deleted  tests/golden/apps/old.yaml')
  expect(listInside(root, 'tests/golden/apps')).toEqual(['tests/golden/apps/dev.yaml'])
})

const fixture = (name: string): Record<string, string> => {
  const root = join(home, 'tests/fixtures/applications', name)
  return Object.fromEntries(listInside(root, '.').map(path => [path, readFileSync(join(root, path), 'utf8')]))
}

test('another layout, and a folder that Git no longer has', () => {
  const root = tree('applications/directories')
  commitAll(root)
  renameSync(join(root, 'argo/env/dev'), join(root, 'argo/here'))
  rmSync(join(root, 'overlays/dev/web'), { recursive: true })
  const { status, stdout } = apps(root, '--units', 'argo/h*', '--json')
  expect(status).toBe(0)
  expect(
    JSON.parse(stdout).environments.map(({ name, applications }: { name: string; applications: object[] }) => [name, applications.length]),
  ).toEqual([['here', 1]])
})

test.each([
  [['nowhere'], /no unit is called "nowhere"; did you mean|environments: dev/],
  [['--yaml', '--json'], /both want stdout/],
  [['--update', '--at', 'HEAD'], /--update accepts the working tree/],
  [['--yml'], /did you mean --yaml\?/],
])('%j is refused with what to type instead', (args, says) => {
  const { status, stderr } = apps(join(home, 'tests/fixtures/applications/list'), ...args)
  expect(status).toBe(2)
  expect(stderr).toMatch(says)
})

test('this repository: one Application for each overlay and release, and the kept files say so', () => {
  const { stdout } = run('apps', ['--json'])
  const { environments, findings } = JSON.parse(stdout)
  expect(findings).toEqual([])
  for (const { name, applications } of environments) {
    const env = name.replace('argo/', '')
    const overlays = new Set(listInside(home, `overlays/${env}`).map(path => path.split('/').slice(0, 3).join('/')))
    const sources = applications.filter((one: { generated: boolean }) => one.generated).map((one: { source: string }) => one.source)
    expect(sources.sort()).toEqual([...overlays].sort())
  }
})
