import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, tree } from '../helpers.ts'

const sha = `sha256:${'a'.repeat(64)}`
const overlay = (entries: string, rest = ''): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${rest}images:\n${entries}`
const entry = (name: string, tag: string, digest = ''): string =>
  `  - name: ${name}\n    newTag: ${tag}\n${digest ? `    digest: ${digest}\n` : ''}`
const labels = (version: string): string => `labels:\n  - pairs:\n      version: ${version}\n`
const at = (env: string): string => `overlays/${env}/web/kustomization.yaml`
const golden = (image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: web\nspec:\n  template:\n    spec:\n      containers:\n        - image: ${image}\n`
const waiver = {
  'overlays/prod/cluster-policies/waivers/web.yaml': 'policy: image-digest\ntarget:\n  kind: Deployment\n  namespace: web\n  name: web\n',
}

const environments = Object.fromEntries(
  Object.entries({ dev: '{}', staging: '{promoted-from: dev}', prod: '{promoted-from: staging}', offline: '{built-on: prod}' }).map(
    ([env, data]) => [`base/env/${env}/environment.yaml`, `data: ${data}\n`],
  ),
)

/** dev is ahead of staging, which is ahead of prod. */
const world: Record<string, string> = {
  ...environments,
  [at('dev')]: overlay(entry('web', 'v3', sha), labels('v3')),
  [at('staging')]: overlay(entry('web', 'v2') + entry('tool', '1.0'), labels('v2')),
  [at('prod')]: overlay(entry('web', 'v1'), `replicas:\n  - name: web\n    count: 9\n${labels('v1')}`),
  'overlays/offline/web/kustomization.yaml': 'resources:\n  - ../../prod/web\n',
  'tests/golden/prod/web.yaml': golden('web:v1'),
}
const promote = (root: string, ...args: string[]): ReturnType<typeof run> => run('promote', args, { cwd: root })
const text = (root: string, env: string): string => readFileSync(join(root, at(env)), 'utf8')

test('tag, digest and version labels go on; what the environment has of its own stays', () => {
  const root = tree(world)
  const { status, stdout } = promote(root, 'web', 'dev', 'staging')
  expect([status, text(root, 'staging')]).toEqual([
    0,
    overlay(`  - name: web\n    newTag: v3\n    digest: ${sha}\n${entry('tool', '1.0')}`, labels('v3')),
  ])
  expect(stdout).toMatch(/left as it is, because dev doesn't have it: tool\n[\s\S]*- {4}newTag: v2\n[\s\S]*\+ {4}newTag: v3/)
  expect(stdout).toContain('next:    pnpm render staging/web --update')
  expect(promote(root, 'web', 'dev', 'staging').stdout).toContain('staging/web has what dev has already')
})

test('prod takes what a waiver covers without a digest, replicas stay, and offline follows', () => {
  const root = tree({ ...world, ...waiver })
  const { status, stdout } = promote(root, 'web', 'staging', 'prod')
  expect([status, text(root, 'prod')]).toEqual([0, world[at('prod')]?.replaceAll(/v1$/gm, 'v2')])
  expect(stdout).toContain('pnpm render prod/web offline/web --update')
})

test('a digest makes its waiver needless, and the command says which file goes', () => {
  const root = tree({ ...world, ...waiver, [at('staging')]: overlay(entry('web', 'v2', sha)) })
  expect(promote(root, 'web', 'staging', 'prod').stdout).toContain('delete overlays/prod/cluster-policies/waivers/web.yaml')
})

test('--dry-run writes nothing', () => {
  const root = tree(world)
  expect(promote(root, 'web', 'dev', 'staging', '--dry-run')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('nothing is written'),
  })
  expect(text(root, 'staging')).toBe(world[at('staging')])
})

test('--skip-ok leaves out an environment', () => {
  const root = tree(world)
  expect(promote(root, 'web', 'dev', 'prod', '--skip-ok').status).toBe(0)
  expect(text(root, 'prod')).toContain(`newTag: v3\n    digest: ${sha}`)
})

test.each([
  ['an environment left out', ['web', 'dev', 'prod'], 'dev → prod skips staging; promote to staging first, or say --skip-ok'],
  ['a step back', ['web', 'prod', 'dev'], 'is a step back'],
  ['no step', ['web', 'dev', 'dev'], 'is where it is already'],
  ['offline', ['web', 'prod', 'offline'], 'offline is built from prod'],
  ['an unknown environment', ['web', 'dev', 'qa'], 'dev → staging → prod, and "qa" is none of them'],
  ['an unknown app', ['wep', 'dev', 'staging'], 'no app of dev is called "wep"; did you mean web?'],
  ['no digest and no waiver', ['web', 'staging', 'prod'], 'web:v2 has no digest, and prod takes none without; name it in staging'],
  ['too few names', ['web', 'dev'], 'write: pnpm promote <app> <from> <to>'],
  ['a release without a tag', ['--release', 'prod'], 'write: pnpm promote --release <env> <tag>'],
])('%s is refused, and nothing changes', (_, args, stderr) => {
  const root = tree(world)
  expect(promote(root, ...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(stderr) })
  expect([text(root, 'staging'), text(root, 'prod')]).toEqual([world[at('staging')], world[at('prod')]])
})

test('without an accepted render nobody knows whether a waiver covers it', () => {
  const { 'tests/golden/prod/web.yaml': _, ...rest } = world
  expect(promote(tree(rest), 'web', 'staging', 'prod')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('pnpm render prod/web --update'),
  })
})
