import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Comparison } from '../../scripts/lib/diff/comparison.ts'
import { git, unit } from '../helpers.ts'
import { commitSide, compareSides, enginesFor, workSide } from './engines.ts'
import { commit, edit, shop } from './shop.ts'

/** Each unit that changes and how: its objects' changes, or where it is broken. */
const said = ({ units }: Comparison): string[] =>
  units.map(({ unit: { name }, broken, pairs }) => {
    const changes = pairs.flatMap(({ change }) => change?.change ?? [])
    return [name, ...changes, broken ? `broken at ${broken.at}: ${broken.findings.map(({ code }) => code).join()}` : '']
      .filter(Boolean)
      .join(' ')
  })

const write = (root: string, path: string, text = ''): void => writeFileSync(join(root, path), text)

test.each<[string, (root: string) => void, string[]]>([
  [
    'an unsaved commit: a tracked file',
    root => edit(root, { 'apps/blog/settings.yaml': 'log: {}\n' }),
    ['dev/blog changed changed', 'prod/blog changed changed'],
  ],
  ['a unit that Git does not know yet', root => edit(root, unit('overlays/dev/new')), ['dev/new created']],
  [
    'a unit that Git was told to ignore',
    root => edit(root, { '.gitignore': 'overlays/dev/new\n', ...unit('overlays/dev/new') }),
    ['dev/new created'],
  ],
  [
    'an ignored file that a kustomization lists',
    root => {
      commit(root, {
        '.gitignore': 'secret.yaml\n',
        'apps/shop/kustomization.yaml': text => text.replace('- claim', '- secret.yaml\n  - claim'),
      })
      write(root, 'apps/shop/secret.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\n')
    },
    ['dev', 'prod'].map(env => `${env}/shop created created created created created broken at base: PATH_MISSING`),
  ],
  [
    'a listed file that is deleted',
    root => rmSync(join(root, 'apps/blog/claim.yaml')),
    ['dev/blog broken at head: PATH_MISSING', 'prod/blog broken at head: PATH_MISSING'],
  ],
  [
    'a file that became a folder',
    root => {
      rmSync(join(root, 'apps/blog/claim.yaml'))
      edit(root, { 'apps/blog/claim.yaml/x.txt': '' })
    },
    ['dev/blog broken at head: KUSTOMIZATION_NONE', 'prod/blog broken at head: KUSTOMIZATION_NONE'],
  ],
  [
    'a file that became a link to one like it',
    root => {
      edit(root, { 'shared/claim.yaml': `# moved\n` })
      rmSync(join(root, 'base/components/quota/quota.yaml'))
      symlinkSync('../../../apps/shop/claim.yaml', join(root, 'base/components/quota/quota.yaml'))
    },
    ['dev/blog', 'dev/shop', 'prod/blog', 'prod/shop'],
  ],
  [
    'an empty folder where nothing was',
    root => {
      commit(root, { 'overlays/dev/shop/kustomization.yaml': text => text.replace('components:', '  - later\ncomponents:') })
      mkdirSync(join(root, 'overlays/dev/shop/later'))
    },
    ['dev/shop broken at both: KUSTOMIZATION_NONE'],
  ],
  [
    'a file that a sparse checkout leaves out',
    root => {
      git(root, 'update-index', '--skip-worktree', 'apps/blog/claim.yaml')
      rmSync(join(root, 'apps/blog/claim.yaml'))
    },
    ['dev/blog broken at head: PATH_MISSING', 'prod/blog broken at head: PATH_MISSING'],
  ],
  [
    'a file that Git was told not to look at',
    root => {
      git(root, 'update-index', '--assume-unchanged', 'overlays/dev/shop/kustomization.yaml')
      edit(root, { 'overlays/dev/shop/kustomization.yaml': text => text.replace('1.0.0', '2.0.0') })
    },
    ['dev/shop changed'],
  ],
])('%s', async (_, change, expected) => {
  const root = shop()
  change(root)
  const engines = await enginesFor(root)
  const head = git(root, 'rev-parse', 'HEAD')
  const affected = await compareSides(root, engines, commitSide(head), workSide(head))
  const all = await compareSides(root, engines, commitSide(head), workSide(head), true)
  expect(said(affected.comparison)).toEqual(said(all.comparison))
  const found = said(affected.comparison).filter(line => !line.startsWith('argo/'))
  expect(found.map((line, i) => (expected[i]?.includes(' ') ? line : line.split(' ')[0]))).toEqual(expected)
})
