import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listInside } from '../scripts/lib/files.ts'
import { commitAll, run, tree, unit } from './helpers.ts'

const two = { ...unit('overlays/dev/web'), ...unit('overlays/prod/web') }
const render = (root: string, ...args: string[]) => run('render', ['--root', root, ...args])
const codes = (stdout: string) => JSON.parse(stdout).findings.map((f: { code: string; unit: string }) => `${f.code} ${f.unit}`)
const golden = (root: string) => listInside(root, 'tests/golden').sort()

/** A tree whose golden files are accepted. */
const accepted = () => {
  const root = tree(two)
  expect(render(root, '--update').status).toBe(0)
  return root
}

test('missing: said with the command that accepts it, which then makes it green', () => {
  const root = tree(two)
  const before = render(root)
  expect(before.status).toBe(1)
  expect(before.stdout).toContain('tests/golden/prod/web.yaml  GOLDEN_MISSING')
  expect(before.stdout).toContain('pnpm render prod/web --update')
  expect(render(root, '--update').stdout).toContain('wrote    tests/golden/prod/web.yaml')
  expect(render(root).status).toBe(0)
})

test('drift: the first lines of the difference, and exit code 1', () => {
  const root = accepted()
  writeFileSync(join(root, 'overlays/prod/web/configmap.yaml'), two['overlays/prod/web/configmap.yaml']?.replace('a: b', 'a: c') ?? '')
  const { status, stdout } = render(root)
  expect(status).toBe(1)
  expect(stdout).toContain('GOLDEN_DRIFT  prod/web')
  expect(stdout).toMatch(/-\s+a: b\n\s+\+\s+a: c/)
  expect(codes(render(root, '--json').stdout)).toEqual(['GOLDEN_DRIFT prod/web'])
})

test('one changed byte of a golden file, even white space, is a drift', () => {
  const root = accepted()
  const file = join(root, 'tests/golden/dev/web.yaml')
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n`)
  expect(codes(render(root, '--json').stdout)).toEqual(['GOLDEN_DRIFT dev/web'])
})

test('orphan: a removed unit leaves its file, and --update of that name deletes it alone', () => {
  const root = accepted()
  rmSync(join(root, 'overlays/prod/web'), { recursive: true })
  expect(codes(render(root, '--json').stdout)).toEqual(['GOLDEN_ORPHAN prod/web'])
  expect(codes(render(root, 'dev', '--json').stdout)).toEqual([])
  expect(render(root, 'prod/web', '--update').stdout).toContain('deleted  tests/golden/prod/web.yaml')
  expect(golden(root)).toEqual(['tests/golden/dev/web.yaml'])
})

test('a renamed unit is a missing and an orphan', () => {
  const root = accepted()
  renameSync(join(root, 'overlays/prod/web'), join(root, 'overlays/prod/site'))
  expect(codes(render(root, '--json').stdout)).toEqual(['GOLDEN_MISSING prod/site', 'GOLDEN_ORPHAN prod/web'])
})

test('--update changes what it was asked to change and nothing else', () => {
  const root = tree({ ...two, ...unit('overlays/prod/api') })
  render(root, 'prod/web', '--update')
  expect(golden(root)).toEqual(['tests/golden/prod/web.yaml'])
  writeFileSync(join(root, 'tests/golden/prod/notes.txt'), 'kept until asked')
  render(root, 'dev', '--update')
  expect(golden(root)).toEqual(['tests/golden/dev/web.yaml', 'tests/golden/prod/notes.txt', 'tests/golden/prod/web.yaml'])
})

test('a unit that no longer builds keeps its golden file, and the others are still accepted', () => {
  const root = accepted()
  rmSync(join(root, 'overlays/prod/web/configmap.yaml'))
  writeFileSync(join(root, 'overlays/dev/web/configmap.yaml'), two['overlays/dev/web/configmap.yaml']?.replace('a: b', 'a: z') ?? '')
  const { status, stdout } = render(root, '--update')
  expect(status).toBe(2)
  expect(stdout).toContain('overlays/prod/web/kustomization.yaml:4:5  PATH_MISSING')
  expect(stdout).toContain('wrote    tests/golden/dev/web.yaml')
  expect(golden(root)).toEqual(['tests/golden/dev/web.yaml', 'tests/golden/prod/web.yaml'])
})

test('CI never writes golden', () => {
  const root = tree(two)
  const { status, stderr } = run('render', ['--root', root, '--update'], { env: { CI: 'true' } })
  expect([status, existsSync(join(root, 'tests/golden'))]).toEqual([2, false])
  expect(stderr).toContain('refused in CI')
})

test('a golden folder that is a link out of the repository is neither read nor written', () => {
  const elsewhere = tree({ 'prod/web.yaml': 'secret: value\n' })
  const root = tree({ ...two, 'tests/README': '' })
  symlinkSync(elsewhere, join(root, 'tests/golden'))
  for (const args of [[], ['--update']]) {
    const { status, stdout, stderr } = render(root, ...args)
    expect(status).toBe(2)
    expect(stderr).toContain('leads out of the repository')
    expect(stdout + stderr).not.toContain('secret')
  }
  expect(readFileSync(join(elsewhere, 'prod/web.yaml'), 'utf8')).toBe('secret: value\n')
})

test('--at judges a commit by its own golden files', () => {
  const root = accepted()
  const first = commitAll(root)
  writeFileSync(join(root, 'overlays/prod/web/configmap.yaml'), two['overlays/prod/web/configmap.yaml']?.replace('a: b', 'a: c') ?? '')
  expect(render(root, '--at', first).status).toBe(0)
  expect(render(root, '--at', 'HEAD', '--json').stdout).toContain(`"tree": "${first}"`)
  expect(render(root).status).toBe(1)
  expect(render(root, '--at', 'HEAD', '--update').stderr).toContain('--update with --at')
})

test('another repository without golden files is not asked for them', () => {
  const root = tree(unit('clusters/a/web'))
  const { status, stdout } = render(root, '--units', 'clusters/*/*')
  expect([status, stdout]).toEqual([0, expect.stringContaining('off')])
})
