import { chmodSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commitAll, git } from '../helpers.ts'
import { ask, ownCache, repository, settle, warm, yamlOf } from './world.ts'

test('a second run builds nothing and answers the same, objects, reads and warnings too', async () => {
  const { root, first } = await warm()
  const second = await ask(root)
  expect(second.built).toBe(false)
  const { yaml, objects, reads, warnings } = second.result as never
  expect(first.result).toMatchObject({ yaml, objects, reads, warnings })
})

const unit = 'overlays/dev/web'
const edits: [string, (root: string) => void][] = [
  ['a byte of the overlay', root => writeFileSync(join(root, unit, 'config.env'), 'A=2\n')],
  [
    'a byte of the base',
    root =>
      writeFileSync(
        join(root, 'apps/web/configmap.yaml'),
        readFileSync(join(root, 'apps/web/configmap.yaml'), 'utf8').replace('a: b', 'a: c'),
      ),
  ],
  ['a byte, size and times as before', root => sameSize(join(root, unit, 'patch.yaml'))],
  ['the mode of a file', root => chmodSync(join(root, unit, 'patch.yaml'), 0o755)],
  ['the target of a link', root => relink(join(root, unit, 'linked.env'), 'other.env')],
  ['what a link leads to', root => writeFileSync(join(root, unit, 'real.env'), 'B=4\n')],
  ['a link replaced by a file of the same content', root => replaceLink(join(root, unit, 'linked.env'))],
  ['a file that is gone', root => rmSync(join(root, unit, 'patch.yaml'))],
  ['a file under another name', root => renameSync(join(root, unit, 'config.env'), join(root, unit, 'renamed.env'))],
  ['a file that was absent: a second kustomization', root => writeFileSync(join(root, unit, 'kustomization.yml'), 'resources: []\n')],
  ['a link to a folder in place of a file', root => relink(join(root, unit, 'config.env'), '.')],
]
const sameSize = (file: string): void => {
  const { atime, mtime } = statSync(file)
  writeFileSync(file, readFileSync(file, 'utf8').replace('c: d', 'c: e'))
  utimesSync(file, atime, mtime)
}
const relink = (link: string, target: string): void => {
  rmSync(link)
  symlinkSync(target, link)
}
const replaceLink = (link: string): void => {
  rmSync(link)
  writeFileSync(link, 'B=2\n')
}

test.each(edits)('built again after a change of %s', async (_, edit) => {
  const { root } = await warm()
  edit(root)
  const again = await ask(root)
  expect(again.built).toBe(true)
  ownCache()
  expect(yamlOf(again)).toBe(yamlOf(await ask(root)))
})

test.each<[string, (root: string) => void]>([
  ['a file that no build reads', root => writeFileSync(join(root, unit, 'README.md'), 'x')],
  ['nothing but the times', root => sameContent(join(root, unit, 'patch.yaml'))],
])('not built again after a change of %s', async (_, edit) => {
  const { root } = await warm()
  edit(root)
  expect((await ask(root)).built).toBe(false)
})
const sameContent = (file: string): void => writeFileSync(file, readFileSync(file))

test('several states are kept: back on the first branch nothing is built', async () => {
  const { root, first } = await warm()
  const file = join(root, unit, 'config.env')
  writeFileSync(file, 'A=2\n')
  await settle()
  expect((await ask(root)).built).toBe(true)
  writeFileSync(file, 'A=1\n')
  const back = await ask(root)
  expect(back.built).toBe(false)
  expect(yamlOf(back)).toBe(yamlOf(first))
})

test('a commit is its own tree; a later commit that changes other files builds nothing', async () => {
  ownCache()
  const root = repository()
  const one = commitAll(root)
  expect((await ask(root, unit, one)).built).toBe(true)
  writeFileSync(join(root, 'README.md'), 'x')
  const two = commitAll(root)
  expect((await ask(root, unit, two)).built).toBe(false)
  git(root, 'update-index', '--chmod=+x', `${unit}/patch.yaml`)
  git(root, 'commit', '--quiet', '--message=mode')
  expect((await ask(root, unit, git(root, 'rev-parse', 'HEAD'))).built).toBe(true)
})

test('other limits, other renders', async () => {
  const { root } = await warm()
  expect((await ask(root, unit, 'work', 2 ** 31)).built).toBe(true)
})

test('a unit that cannot be built is not kept', async () => {
  ownCache()
  const root = repository()
  rmSync(join(root, unit, 'patch.yaml'))
  await settle()
  for (const _ of [1, 2]) expect((await ask(root)).built).toBe(true)
})
