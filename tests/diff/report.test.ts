import { expect, test } from 'vitest'
import { git } from '../helpers.ts'
import { commit, diff, diffJson, edit, shop } from './shop.ts'

type Named = { name: string; env: string }
const overlay = (env: string, app: string): string => `overlays/${env}/${app}/kustomization.yaml`
const tag =
  (to: string): ((text: string) => string) =>
  text =>
    text.replace(/newTag: .*/, `newTag: ${to}`)

test('a release shows what lies between two commits, for that environment alone', () => {
  const root = shop()
  commit(root, { [overlay('prod', 'shop')]: tag('1.1.0'), [overlay('dev', 'blog')]: tag('5.0.0') })
  git(root, 'tag', 'v2')
  edit(root, { 'argo/env/prod/guarded.yaml': text => text.replace('value: v1', 'value: v2') })
  const report = diffJson(root, '--base', 'HEAD')
  expect(report.units.map(({ unit }: { unit: string }) => unit)).toEqual(['argo/prod'])
  expect(report.releases).toHaveLength(1)
  const [release] = report.releases
  expect([release.env, release.old.revision, release.new.revision]).toEqual(['prod', 'v1', 'v2'])
  expect(release.images).toEqual([
    {
      ...{ unit: 'prod/shop', env: 'prod', container: 'shop', old: 'example.com/shop:1.0.0', new: 'example.com/shop:1.1.0' },
      object: { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'shop' },
    },
  ])
  const prod = report.applications.find(({ name }: Named) => name === 'shop-prod')
  expect([prod.change, prod.reaches, prod.fates[0].fate]).toEqual(['changed', 'merge', 'changed'])
  expect(diff(root, '--base', 'HEAD').stdout).toMatch(/^release {2}prod from v1 \([0-9a-f]{12}\) to v2 \([0-9a-f]{12}\)$/m)
})

test('a release of a revision that is not here can not be shown, and says so first', () => {
  const root = shop()
  edit(root, { 'argo/env/prod/guarded.yaml': text => text.replace('value: v1', 'value: v9') })
  const { status, stdout } = diff(root)
  expect(status).toBe(2)
  expect(stdout).toMatch(/^incomplete: the release of prod: v9 is not in this clone; get it with: git fetch --tags\n/)
})

test('a unit broken at base and mended at head shows what it will be', () => {
  const root = shop()
  commit(root, { [overlay('dev', 'shop')]: text => `${text}patches:\n  - path: absent.yaml\n` })
  edit(root, { [overlay('dev', 'shop')]: text => text.slice(0, text.indexOf('patches:')) })
  const report = diffJson(root, '--base', 'HEAD')
  expect(report.incomplete).toEqual(["dev/shop can't be built at base"])
  expect(report.broken[0]).toMatchObject({
    unit: 'dev/shop',
    at: 'base',
    findings: [{ code: 'PATH_MISSING', message: expect.any(String) }],
  })
  expect(report.units[0].objects.map(({ change }: { change: string }) => change)).toEqual(['created', 'created', 'created', 'created'])
  // It is a failure; but for CI the repair must be able to pass.
  expect(diff(root, '--base', 'HEAD')).toMatchObject({ status: 2, stdout: expect.stringMatching(/^at base: .* PATH_MISSING /m) })
  expect(diff(root, '--base', 'HEAD', '--pr', '7')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^incomplete: /) })
})

test('broken on both sides is told once, and costs no other unit', () => {
  const root = shop()
  const breaks = { [overlay('dev', 'shop')]: (text: string): string => `${text}patches:\n  - path: absent.yaml\n` }
  commit(root, breaks)
  edit(root, { [overlay('dev', 'shop')]: tag('2.0.0'), [overlay('dev', 'blog')]: tag('2.0.0') })
  const { status, stdout } = diff(root, '--base', 'HEAD')
  expect(status).toBe(2)
  expect(stdout).toMatch(/^incomplete: dev\/shop can't be built on both sides\n/)
  expect(stdout.match(/PATH_MISSING/g)).toHaveLength(1)
  expect(stdout).toContain('+ example.com/blog:2.0.0')
})

test('a unit that renders nothing any more: its objects are gone, and the report is incomplete', () => {
  const root = shop()
  edit(root, { [overlay('dev', 'blog')]: 'resources: []\nnamePrefix: x-\n' })
  const report = diffJson(root)
  expect(report.incomplete).toEqual(["dev/blog can't be built at head"])
  expect(report.units[0].objects.map(({ change }: { change: string }) => change)).toEqual(['removed', 'removed', 'removed', 'removed'])
})

test('every report says what it was made of, and equal inputs give equal fingerprints', () => {
  const root = shop()
  edit(root, { [overlay('dev', 'shop')]: tag('2.0.0') })
  const [first, second] = [diffJson(root), diffJson(root)]
  expect(first.schema).toBe('diff/v1')
  expect(first.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  expect(second.fingerprint).toBe(first.fingerprint)
  expect(first.versions).toEqual({ tool: expect.any(String), engine: expect.stringMatching(/^[0-9a-f]{20}$/), kustomize: 'v5.8.1' })
  expect(first.timing.map(({ phase }: { phase: string }) => phase)).toEqual(
    expect.arrayContaining(['start', 'find sides', 'read trees', 'build', 'compare', 'argo cd', 'skew']),
  )
  expect([first.built, first.of]).toEqual([1, 6])
  expect(first.skew).toEqual([
    { app: 'shop', container: 'shop', images: { dev: 'example.com/shop:2.0.0', prod: 'example.com/shop:1.0.0' } },
  ])
  edit(root, { [overlay('dev', 'shop')]: tag('3.0.0') })
  expect(diffJson(root).fingerprint).not.toBe(first.fingerprint)
})

test('targets and names', () => {
  const root = shop()
  edit(root, { 'base/components/quota/quota.yaml': text => text.replace('10', '20') })
  expect(diff(root, '--names-only').stdout).toBe('dev/blog\ndev/shop\nprod/blog\nprod/shop\n')
  expect(diff(root, '--names-only', 'prod').stdout).toBe('prod/blog\nprod/shop\n')
  expect(diff(root, '--names-only', 'pord')).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean prod?') })
})

test('what a promotion would change', () => {
  const root = shop()
  edit(root, { [overlay('dev', 'shop')]: tag('2.0.0'), 'overlays/dev/extra/kustomization.yaml': 'resources:\n  - ../../../apps/blog\n' })
  const { status, stdout } = diff(root, '--skew', 'dev..prod')
  expect([status, stdout]).toEqual([
    0,
    'what a promotion of dev to prod changes\n  prod/shop Deployment/shop shop\n    - example.com/shop:1.0.0\n    + example.com/shop:2.0.0\nsame images: blog\nonly in dev: extra\n',
  ])
  expect(diff(root, '--skew', 'dev..prod', 'blog').stdout).toContain('nothing')
  expect(diff(root, '--skew', 'dev..pro').stderr).toContain('did you mean prod?')
})

test('what the repository holds is shown as text: no escape sequence, no command of a runner, no secret', () => {
  const root = shop()
  const secret = (value: string): string => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: door\nstringData:\n  key: ${value}\n`
  commit(root, {
    'apps/shop/secret.yaml': secret('Tr0ub4dor-and-3'),
    'apps/shop/kustomization.yaml': text => text.replace('  - claim', '  - secret.yaml\n  - claim'),
  })
  edit(root, {
    'apps/shop/secret.yaml': secret('correct-horse-8'),
    'apps/shop/settings.yaml': 'text: "\\e[2J\\u202e"\n"::error file=x": "##[group]"\n',
  })
  for (const args of [[], ['--json']]) {
    const { status, stdout } = diff(root, '--base', 'HEAD', ...args)
    expect(status).toBe(0)
    expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f\u202e]|^\s*::error|##\[|Tr0ub4dor|correct-horse/m)
    expect(stdout).toMatch(/<redacted [0-9a-f]{8}>/)
  }
})

test('an object that a guard keeps', () => {
  const root = shop()
  edit(root, { 'apps/blog/kustomization.yaml': text => text.replace('  - claim.yaml\n', '') })
  const { stdout } = diff(root)
  expect(stdout).toContain('removed  PersistentVolumeClaim/blog-data  in 2 units\n    dev/blog, prod/blog\n')
  expect(stdout).toContain('    1 kept running, because Prune=false on the object: PersistentVolumeClaim/blog-data\n')
})
