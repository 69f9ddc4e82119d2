import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cacheRoot } from '../../scripts/lib/cache-root.ts'
import { commitAll, git, type Ran, run, scratch, tree, unit } from '../helpers.ts'

/** A cache that has nothing but the built tools. */
const ownCache = (): string => {
  const folder = scratch('cache')
  mkdirSync(join(folder, 'gitops'))
  symlinkSync(join(cacheRoot(), 'tools'), join(folder, 'gitops/tools'))
  return folder
}

const check = (root: string, cache: string, ...args: string[]): Ran =>
  run('check', ['--root', root, '--json', ...args], { env: { XDG_CACHE_HOME: cache } })

/** A report without its time. */
const report = ({ stdout }: Ran): unknown => ({ ...JSON.parse(stdout), ms: 0 })
const reports = (cache: string): string[] => {
  const folder = join(cache, 'gitops/reports')
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

test('a report is kept and equals a fresh one; what changes in the tree is in the next', () => {
  const cache = ownCache()
  const root = tree(unit('overlays/dev/web'))
  commitAll(root)
  const first = check(root, cache)
  expect(reports(cache)).toHaveLength(1)
  expect(report(check(root, cache))).toEqual(report(first))
  expect(reports(cache)).toHaveLength(1)
  expect(report(check(root, cache, '--no-cache'))).toEqual(report(first))
  // No build reads it, and a rule of the tree looks at it.
  writeFileSync(join(root, 'overlays/dev/web/stray.yaml'), 'a: yes\n')
  const stray = check(root, cache)
  expect(stray.stdout).toContain('overlays/dev/web/stray.yaml')
  expect(report(stray)).toEqual(report(check(root, cache, '--no-cache')))
})

test('another day, another target and another commit are other reports', () => {
  const cache = ownCache()
  const root = tree({ ...unit('overlays/dev/web'), ...unit('overlays/dev/api') })
  commitAll(root)
  check(root, cache)
  check(root, cache, '--date', '2030-01-01')
  check(root, cache, 'dev/api')
  check(root, cache, '--at', 'HEAD')
  expect(reports(cache)).toHaveLength(4)
  git(root, 'commit', '--quiet', '--allow-empty', '--message=again')
  check(root, cache, '--at', 'HEAD')
  expect(reports(cache)).toHaveLength(5)
})

test('a damaged report costs a line and is made anew; one that holds a secret is not kept', () => {
  const cache = ownCache()
  const root = tree(unit('overlays/dev/web'))
  commitAll(root)
  const first = check(root, cache)
  truncateSync(reports(cache)[0] as string, 80)
  const again = check(root, cache)
  expect(again.stderr).toContain('is damaged and was not used')
  expect(report(again)).toEqual(report(first))
  // In two parts, or this file would hold one.
  const secret = ['ghp', '0123456789abcdefghijklmnopqrstuvwxyz'].join('_')
  writeFileSync(
    join(root, 'overlays/dev/web/configmap.yaml'),
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: ${secret}\n`,
  )
  expect(check(root, cache).stdout).toContain('SECRET_')
  for (const file of reports(cache)) expect(readFileSync(file, 'utf8')).not.toContain(secret)
})
