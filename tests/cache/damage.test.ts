import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { prune } from '../../scripts/lib/cache/prune.ts'
import { ask, ownCache, repository, settle, warm, yamlOf } from './world.ts'

/** Every file below a folder. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

test.each<[string, (file: string) => void]>([
  ['cut off', file => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
  ['emptied', file => truncateSync(file, 0)],
  ['changed in one byte', file => flip(file)],
  ['replaced by something else', file => writeFileSync(file, 'nonsense')],
  ['deleted', file => rmSync(file)],
])('any cache file that is %s costs a build and never a wrong answer', async (how, damage) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { root, cache, first } = await warm()
  for (const file of filesIn(cache)) {
    const before = readFileSync(file)
    damage(file)
    expect(yamlOf(await ask(root)), file).toBe(yamlOf(first))
    if (how !== 'deleted') expect(said.mock.lastCall?.[0]).toContain('is damaged and was not used')
    writeFileSync(file, before)
  }
  said.mockRestore()
})
const flip = (file: string): void => {
  const bytes = readFileSync(file)
  bytes[bytes.length - 2] = (bytes[bytes.length - 2] as number) ^ 1
  writeFileSync(file, bytes)
}

test('two runs at once leave a whole cache', async () => {
  ownCache()
  const root = repository()
  await settle()
  const both = await Promise.all([ask(root), ask(root)])
  expect(yamlOf(both[0])).toBe(yamlOf(both[1]))
  expect((await ask(root)).built).toBe(false)
})

test('above its limit, what was used longest ago goes', async () => {
  const { root, cache } = await warm()
  const files = filesIn(cache)
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0)
  prune(cache, bytes, 1)
  expect(filesIn(cache)).toEqual(files)
  prune(cache, bytes - 1, 1)
  expect(filesIn(cache).length).toBeLessThan(files.length)
  expect((await ask(root)).built).toBe(true)
})
