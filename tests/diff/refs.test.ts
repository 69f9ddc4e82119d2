import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git, scratch, tree, unit } from '../helpers.ts'
import { commit, diff, diffJson, shop } from './shop.ts'

const image = { 'overlays/dev/shop/kustomization.yaml': (text: string): string => text.replace('1.0.0', '2.0.0') }

/** What diff says on stderr when it can't begin; it never says anything on stdout then. */
const refused = (root: string, ...args: string[]): string => {
  const { status, stdout, stderr } = diff(root, ...args)
  expect([status, stdout]).toEqual([2, ''])
  return stderr.replaceAll(root, '<root>')
}

test('the base is the merge base: what main got meanwhile is no change of the branch', () => {
  const root = shop()
  const fork = git(root, 'rev-parse', 'HEAD')
  git(root, 'checkout', '--quiet', '-b', 'branch')
  commit(root, image)
  git(root, 'checkout', '--quiet', 'main')
  commit(root, { 'overlays/prod/blog/kustomization.yaml': text => text.replace('1.0.0', '3.0.0') })
  git(root, 'checkout', '--quiet', 'branch')
  const report = diffJson(root)
  expect(report.base).toEqual({ ref: 'merge base with main', tree: fork, commit: fork })
  expect(report.head).toEqual({ ref: 'working tree', tree: 'work', commit: git(root, 'rev-parse', 'HEAD') })
  expect(report.units.map((one: { unit: string }) => one.unit)).toEqual(['dev/shop'])
})

test('--base and --head are commits, exactly, also backwards', () => {
  const root = shop()
  commit(root, image)
  const { stdout } = diff(root, '--base', 'HEAD', '--head', 'v1')
  expect(stdout).toContain('      - example.com/shop:2.0.0\n      + example.com/shop:1.0.0')
})

test('nothing is checked out, and the index stays as it is', () => {
  const root = shop()
  commit(root, image)
  writeFileSync(join(root, 'apps/shop/open.yaml'), 'half: [')
  const before = git(root, 'status', '--porcelain=v2', '--branch')
  expect(diff(root, '--base', 'v1', '--head', 'HEAD').status).toBe(0)
  expect(git(root, 'status', '--porcelain=v2', '--branch')).toBe(before)
})

test('a ref that is not here', () => {
  const root = shop()
  expect(refused(root, '--base', 'v9')).toBe(
    '--base v9: no such commit here; see: git branch --all; git tag; or fetch it first: git fetch\n',
  )
  expect(refused(root, '--head', 'v9')).toContain('--head v9: no such commit here')
})

test('a ref that looks like a flag of git', () => {
  expect(refused(shop(), '--base=--output=x')).toContain('--base --output=x: no such commit here')
})

test('no main to compare with', () => {
  const root = shop()
  git(root, 'branch', '--quiet', '-m', 'trunk')
  expect(refused(root)).toBe(
    'there is no main nor origin/main to compare with; name the base with --base REF, or get it with: git fetch origin main\n',
  )
  expect(diff(root, '--base', 'HEAD').status).toBe(0)
})

test('no common past', () => {
  const root = shop()
  git(root, 'checkout', '--quiet', '--orphan', 'other')
  git(root, 'commit', '--quiet', '--message=other')
  expect(refused(root)).toBe('working tree and main have no common commit; name the base with --base REF\n')
})

test('a shallow clone says how to get the rest', () => {
  const root = shop()
  git(root, 'checkout', '--quiet', '-b', 'branch')
  commit(root, image)
  git(root, 'checkout', '--quiet', 'main')
  commit(root, { README: 'x' })
  const clone = join(scratch(), 'clone')
  git(root, 'clone', '--quiet', '--depth=1', '--no-single-branch', `file://${root}`, clone)
  git(clone, 'checkout', '--quiet', 'branch')
  expect(refused(clone)).toBe(
    "this clone is shallow and doesn't reach what working tree and origin/main have in common; get the rest with: git fetch --unshallow\n",
  )
})

test('an unfinished merge', () => {
  const root = shop()
  git(root, 'checkout', '--quiet', '-b', 'branch')
  commit(root, image)
  git(root, 'checkout', '--quiet', 'main')
  commit(root, { 'overlays/dev/shop/kustomization.yaml': text => text.replace('1.0.0', '3.0.0') })
  expect(() => git(root, 'merge', '--quiet', 'branch')).toThrow()
  expect(refused(root)).toBe(
    'a merge is unfinished: overlays/dev/shop/kustomization.yaml; resolve the conflicts and "git add" the files, or "git merge --abort"\n',
  )
})

test('no repository, or one without a commit', () => {
  const root = tree(unit('overlays/dev/app'))
  expect(refused(root)).toBe('<root> is not in a Git repository, and this compares what Git holds; run it in a clone\n')
  git(root, 'init', '--quiet', '--initial-branch=main')
  expect(refused(root)).toBe('this repository has no commit yet, so there is nothing to compare with; commit first\n')
})

test('a root that is a folder of the repository', () => {
  const outer = tree(Object.fromEntries(Object.entries(unit('overlays/dev/app')).map(([path, text]) => [`sub/ö/${path}`, text])))
  git(outer, 'init', '--quiet', '--initial-branch=main')
  git(outer, 'add', '--all')
  git(outer, 'commit', '--quiet', '--message=all')
  writeFileSync(
    join(outer, 'sub/ö/overlays/dev/app/configmap.yaml'),
    unit('overlays/dev/app', 'a: c')['overlays/dev/app/configmap.yaml'] ?? '',
  )
  expect(diff(join(outer, 'sub/ö'), '--names-only').stdout).toBe('dev/app\n')
})
