import { expect, test } from 'vitest'
import { commitAll, run, tree, unit } from './helpers.ts'

test.each([
  [['--updat'], /unknown flag --updat; did you mean --update\?.*pnpm render --help/],
  [['--nonsense-flag'], /unknown flag --nonsense-flag\. All flags/],
  [['--at'], /--at/],
  [['--stdout', '--json'], /choose one/],
  [['--time-limit', 'soon'], /--time-limit soon: write a number above 0/],
  [['--engines', '0'], /--engines 0: write a number above 0/],
  [['--root', 'no-such-folder'], /--root no-such-folder: no such folder/],
  [['--units', 'apps'], /one \* per folder/],
  [['prodd'], /no unit is called "prodd"; did you mean prod/],
])('render %j ends with 2, one sentence and no stack', (args, expected) => {
  const root = tree(unit('overlays/prod/web'))
  const { status, stdout, stderr } = run('render', args, { cwd: root })
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(expected)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test.each([
  ['a name nobody has', 'v9.9.9', /--at v9\.9\.9: no such commit here; see: git branch --all/],
  ['a name that looks like a flag', '--help', /--at/],
  ['a shell command', '$(touch sentinel)', /no such commit here/],
])('--at %s', (_, ref, expected) => {
  const root = tree(unit('overlays/prod/web'))
  commitAll(root)
  const { status, stderr } = run('render', [`--at=${ref}`], { cwd: root })
  expect(status).toBe(2)
  expect(stderr).toMatch(expected)
})

test('--help shows examples and exit codes', () => {
  const { status, stdout } = run('render', ['--help'])
  expect(status).toBe(0)
  expect(stdout).toContain('Exit codes')
})
