import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cacheRoot } from '../../scripts/lib/cache-root.ts'
import { home } from '../../scripts/lib/tools.ts'
import { visit } from '../door.ts'
import { scratch, tree, unit } from '../helpers.ts'

const canMount = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'], { stdio: 'ignore' }).status === 0

/** A small file system of its own, taken away with the test; remount it to make it read-only. */
const disk = (size: string): string => {
  const folder = scratch('disk')
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]))
  return folder
}
const readOnly = (folder: string): void => void execFileSync('mount', ['-o', 'remount,ro', folder])

const put = (root: string, files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const fill = (folder: string): void => {
  const file = openSync(join(folder, 'filler'), 'w')
  try {
    for (;;) writeFileSync(file, Buffer.alloc(4096))
  } catch {
    closeSync(file)
  }
  expect(statfsSync(folder).bavail).toBe(0)
}

// Where nobody may mount (a container without the right), these are skipped and shown as such.
test.skipIf(!canMount)('a full disk (needs mount): --update writes whole files or none, and says so', async () => {
  const root = disk('480k')
  put(root, { ...unit('overlays/dev/a', `a: ${'x'.repeat(90_000)}`), ...unit('overlays/dev/b', `a: ${'x'.repeat(90_000)}`) })
  put(root, { ...unit('overlays/dev/c', `a: ${'x'.repeat(90_000)}`), '.rendered': '' })
  const { status, stderr } = await visit(root, ['--update'])
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/can't write tests\/golden\/dev\/\w\.yaml: the disk is full; the file is as it was/),
  ])
  const names = readdirSync(join(root, 'tests/golden/dev'))
  expect(names.filter(name => !name.endsWith('.yaml'))).toEqual([])
  for (const name of names)
    expect(readFileSync(join(root, 'tests/golden/dev', name), 'utf8')).toMatch(/^apiVersion[\s\S]*\n {2}name: \w\n$/)
})

test.skipIf(!canMount)('a full disk (needs mount): rendering goes on without .rendered', async () => {
  const root = disk('200k')
  put(root, unit('overlays/dev/a', `a: ${'x'.repeat(50_000)}`))
  fill(root)
  const { status, stdout, stderr } = await visit(root)
  expect([status, stdout]).toEqual([1, expect.stringContaining('GOLDEN_MISSING')])
  expect(stderr).toContain(".rendered/ was not written: can't write .rendered/dev/a.yaml: the disk is full")
})

test.skipIf(!canMount)('a read-only checkout (needs mount): renders, and --update is one sentence', async () => {
  const root = disk('1m')
  put(root, unit('overlays/dev/a'))
  readOnly(root)
  expect(await visit(root)).toMatchObject({ status: 1, stderr: expect.stringContaining('the file system is read-only') })
  const { status, stderr } = await visit(root, ['--update'])
  expect([status, stderr]).toEqual([2, expect.stringMatching(/can't write tests\/golden\/dev\/a\.yaml: the file system is read-only/)])
})

test.skipIf(!canMount)('stdout on a full disk (needs mount): said, not lost', () => {
  const full = disk('4k')
  const root = tree(unit('overlays/dev/a', `a: ${'x'.repeat(50_000)}`))
  const out = openSync(join(full, 'out.yaml'), 'w')
  const args = [join(home, 'scripts/render.ts'), '--root', root, '--stdout']
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', out, 'pipe'], encoding: 'utf8' })
  closeSync(out)
  expect([status, stderr]).toEqual([2, "can't write the output: the disk is full\n"])
})

/** Folders that can't be written to by anyone, root included. */
const unwritable: Record<string, () => string> = {
  'a file': () => join(tree({ file: '' }), 'file/below'),
  'a folder of the kernel': () => '/proc/1/gitops',
}

test.each(Object.keys(unwritable))('TMPDIR is %s', async name => {
  const TMPDIR = unwritable[name]?.() ?? ''
  const { status, stderr } = await visit(tree(unit('overlays/dev/a')), ['--no-cache'], { env: { TMPDIR } })
  expect([status, stderr]).toEqual([2, expect.stringMatching(/can't write temporary files to .*; set TMPDIR to a folder with room/)])
})

test.skipIf(!canMount)('TMPDIR is full (needs mount)', async () => {
  const TMPDIR = disk('100k')
  fill(TMPDIR)
  const { status, stderr } = await visit(tree(unit('overlays/dev/a', `a: ${'x'.repeat(50_000)}`)), ['--no-cache'], { env: { TMPDIR } })
  expect([status, stderr]).toEqual([2, expect.stringMatching(/can't write temporary files to .*: the disk is full; set TMPDIR/)])
  expect(readdirSync(TMPDIR)).toEqual(['filler'])
})

test.each(Object.keys(unwritable))('the cache folder is %s: a sentence, as the engine can not be kept there', async name => {
  const env = { XDG_CACHE_HOME: unwritable[name]?.() ?? '' }
  const { status, stderr } = await visit(tree(unit('overlays/dev/a')), [], { env })
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/can't write the cache .*; set XDG_CACHE_HOME to a folder that can be written/),
  ])
})

test('no HOME', async () => {
  const env = { HOME: undefined, XDG_CACHE_HOME: join(cacheRoot(), '..') }
  expect((await visit(tree(unit('overlays/dev/a')), [], { env })).stdout).toContain('GOLDEN_MISSING')
})
