import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Danger } from '../../scripts/lib/diff/data.ts'
import { home } from '../../scripts/lib/tools.ts'
import { commit, diff, type Edits, shop } from '../diff/shop.ts'
import { git } from '../helpers.ts'

const dangersIn = (root: string, ...args: string[]): { status: number | null; said: string[] } => {
  const { status, stdout } = diff(root, '--json', ...args)
  const said = (JSON.parse(stdout).dangers as Danger[]).map(({ rule, unit, object, file }) =>
    [rule, unit ?? file, object?.name].filter(Boolean).join(' '),
  )
  return { status, said: [...new Set(said)] }
}

const shopObjects = (text: string): string => text.replace('  - claim.yaml\n', '')

/** Whole runs of `pnpm diff`, from files and a repository; each rule by itself is in rules.test.ts. */
test.each<[string, Edits, number, string[]]>([
  ['a document', { 'README.md': 'a\n' }, 0, []],
  ['the next version of an image', { 'overlays/dev/shop/kustomization.yaml': text => text.replace('1.0.0', '1.0.1') }, 0, []],
  [
    'another major version warns',
    { 'overlays/dev/shop/kustomization.yaml': text => text.replace('1.0.0', '2.0.0') },
    0,
    ['D18 dev/shop shop'],
  ],
  [
    'an app that goes',
    { 'apps/shop': undefined, 'overlays/dev/shop': undefined, 'overlays/prod/shop': undefined },
    1,
    ['D01 dev/shop shop-dev', 'D01 prod/shop shop-prod', 'D09 dev/shop shop-data', 'D09 prod/shop shop-data'],
  ],
  [
    'a claim that fell out of the list, with its file still there',
    { 'apps/shop/kustomization.yaml': shopObjects },
    1,
    ['D09 dev/shop shop-data', 'D09 prod/shop shop-data', 'D40 apps/shop/claim.yaml'],
  ],
  [
    'an overlay without its kustomization, which is bad input besides',
    { 'overlays/dev/shop/kustomization.yaml': undefined, 'overlays/dev/shop/patches/replicas.yaml': 'kind: Deployment\n' },
    2,
    ['D41 dev/shop'],
  ],
  [
    'an image entry that means nobody any more',
    { 'apps/shop/deployment.yaml': text => text.replace('example.com/shop', 'example.com/store') },
    1,
    ['D19 overlays/dev/shop/kustomization.yaml', 'D19 overlays/prod/shop/kustomization.yaml', 'D18 dev/shop shop', 'D18 prod/shop shop'],
  ],
  [
    'a selector',
    { 'apps/shop/deployment.yaml': text => text.replaceAll('app: shop', 'app: store') },
    1,
    ['D12 dev/shop shop', 'D12 prod/shop shop'],
  ],
  [
    'a base from elsewhere, which is bad input besides',
    {
      'overlays/dev/shop/kustomization.yaml': text =>
        text.replace('resources:\n', 'resources:\n  - https://github.com/example/base?ref=main\n'),
    },
    2,
    ['D49 overlays/dev/shop/kustomization.yaml'],
  ],
  [
    'a rule together with what it judges',
    { '.github/CODEOWNERS': '* @me\n', 'overlays/dev/shop/kustomization.yaml': text => text.replace('1.0.0', '1.0.1') },
    1,
    ['D50 .github/CODEOWNERS'],
  ],
])('%s', (_, edits, status, said) => {
  const root = shop()
  commit(root, edits)
  expect(dangersIn(root, '--base', 'HEAD~1', '--head', 'HEAD')).toEqual({ status, said })
  // From the working tree it is the same.
  git(root, 'reset', '--quiet', '--soft', 'HEAD~1')
  expect(dangersIn(root, '--base', 'HEAD')).toEqual({ status, said })
})

/** Staging follows main; prod runs tags. */
const withStaging = (): string => {
  const root = shop()
  const overlay = (text: string): string => text.replaceAll('overlays/dev', 'overlays/staging')
  const dev = (file: string): string => readFileSync(join(home, 'tests/fixtures/diff/shop/argo/env/dev', file), 'utf8')
  commit(root, {
    'argo/env/staging/kustomization.yaml': dev('kustomization.yaml'),
    'argo/env/staging/directories.yaml': overlay(dev('directories.yaml')),
    'overlays/staging/shop/kustomization.yaml': readFileSync(
      join(home, 'tests/fixtures/diff/shop/overlays/dev/shop/kustomization.yaml'),
      'utf8',
    ),
  })
  return root
}

const bump = { 'overlays/prod/shop/kustomization.yaml': (text: string) => text.replace('1.0.0', '1.0.1') }
const release = { 'argo/env/prod/guarded.yaml': (text: string) => text.replace('v1', 'v2') }

test('a release of what staging ran is no danger; of what it never ran, it is', () => {
  const root = withStaging()
  commit(root, bump)
  git(root, 'tag', 'v2')
  git(root, 'checkout', '--quiet', '-b', 'release')
  commit(root, release)
  expect(dangersIn(root, '--base', 'main', '--head', 'HEAD')).toEqual({ status: 0, said: ['D18 prod/shop shop'] })

  git(root, 'checkout', '--quiet', '-b', 'hotfix', 'main')
  commit(root, { 'overlays/prod/shop/kustomization.yaml': text => text.replace('1.0.1', '1.0.2') })
  git(root, 'tag', '--force', 'v2')
  git(root, 'checkout', '--quiet', 'release')
  expect(dangersIn(root, '--base', 'main', '--head', 'HEAD')).toEqual({ status: 1, said: ['D24 prod', 'D18 prod/shop shop'] })
})

test('what a release takes along is judged in the environment that it releases', () => {
  const root = withStaging()
  commit(root, { 'apps/shop/kustomization.yaml': shopObjects, 'apps/shop/claim.yaml': undefined })
  git(root, 'tag', 'v2')
  git(root, 'checkout', '--quiet', '-b', 'release')
  commit(root, release)
  expect(dangersIn(root, '--base', 'main', '--head', 'HEAD')).toEqual({ status: 1, said: ['D09 prod/shop shop-data'] })
})
