import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commitAll, git, run, tree } from '../helpers.ts'

const environment = (revision: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argo-environment\ndata:\n  environment: x\n  # Editing this line is the release.\n  revision: ${revision}\n  admin: "false"\n`
const at = (env: string): string => `argo/env/${env}/environment.yaml`

/** Tag v1 and v2 are in main, v3 is on a branch that was never merged. */
const repository = (): string => {
  const root = tree({
    'base/env/dev/environment.yaml': 'data: {}\n',
    'base/env/staging/environment.yaml': 'data: {promoted-from: dev}\n',
    'base/env/prod/environment.yaml': 'data: {promoted-from: staging}\n',
    'base/env/offline/environment.yaml': 'data: {built-on: prod}\n',
    [at('offline')]: environment('v0.0.0'),
    [at('dev')]: environment('main'),
    [at('staging')]: environment('main'),
    [at('prod')]: environment('v0.0.0'),
  })
  commitAll(root)
  git(root, 'tag', 'v1')
  git(root, 'commit', '--quiet', '--allow-empty', '--message=two')
  git(root, 'tag', '--annotate', 'v2', '--message=v2')
  git(root, 'switch', '--quiet', '--create', 'side')
  git(root, 'commit', '--quiet', '--allow-empty', '--message=three')
  git(root, 'tag', 'v3')
  git(root, 'switch', '--quiet', 'main')
  return root
}
const release = (root: string, ...args: string[]): ReturnType<typeof run> => run('promote', ['--release', ...args], { cwd: root })
const prod = (root: string): string => readFileSync(join(root, at('prod')), 'utf8')

test('one line changes, and the commands that come next are named', () => {
  const root = repository()
  const first = release(root, 'prod', 'v1')
  expect([first.status, prod(root)]).toEqual([0, environment('v1')])
  expect(first.stdout).toContain('pnpm render argo/prod --update\n         pnpm apps prod --update\n         pnpm render --at v1 prod')
  const second = release(root, 'prod', 'v2')
  expect([second.status, prod(root)]).toEqual([0, environment('v2')])
  expect(second.stdout).toContain('pnpm diff --base v1 --head v2 prod')
  expect(release(root, 'prod', 'v2').stdout).toContain('prod runs v2 already')
  expect(release(root, 'prod', 'v1').status).toBe(0)
})

test('a full commit is a release too', () => {
  const root = repository()
  const commit = git(root, 'rev-parse', 'v1')
  expect(release(root, 'prod', commit).status).toBe(0)
  expect(prod(root)).toBe(environment(commit))
})

test('--skip-ok takes what staging has not run, --dry-run writes nothing', () => {
  const root = repository()
  expect(release(root, 'prod', 'v3', '--skip-ok', '--dry-run').status).toBe(0)
  expect(prod(root)).toBe(environment('v0.0.0'))
  expect(release(root, 'prod', 'v3', '--skip-ok').status).toBe(0)
  expect(prod(root)).toBe(environment('v3'))
})

test('what others have counts, not what was never pushed', () => {
  const root = repository()
  git(root, 'update-ref', 'refs/remotes/origin/main', 'v1')
  expect(release(root, 'prod', 'v2')).toMatchObject({ status: 2, stderr: expect.stringContaining('not in what staging runs') })
  expect(release(root, 'prod', 'v1').status).toBe(0)
})

test('where staging runs a tag, it has run what leads there', () => {
  const root = repository()
  writeFileSync(join(root, at('staging')), environment('v1'))
  expect(release(root, 'prod', 'v2').status).toBe(2)
  expect(release(root, 'prod', 'v1').status).toBe(0)
})

test.each([
  ['a tag that is not there', ['prod', 'v9'], 'there is no tag "v9" here; fetch it (git fetch --tags)'],
  ['a branch', ['prod', 'main'], 'there is no tag "main" here'],
  ['part of a tag', ['prod', 'v*'], 'there is no tag "v*" here'],
  ['what staging has not run', ['prod', 'v3'], 'v3 is not in what staging runs (main)'],
  ['what staging has not run, for the site that follows prod', ['offline', 'v3'], 'v3 is not in what staging runs (main)'],
  ['an environment that follows a branch', ['dev', 'v1'], 'dev follows the branch main'],
  ['an unknown environment', ['qa', 'v1'], 'no environment is called "qa"; there are'],
  ['a way out', ['../../x', 'v1'], 'no environment is called'],
])('%s is refused, and nothing changes', (_, args, stderr) => {
  const root = repository()
  expect(release(root, ...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(stderr) })
  expect(prod(root)).toBe(environment('v0.0.0'))
})
