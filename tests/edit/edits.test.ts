import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { applyEdits, editOf, recoverEdits } from '../../scripts/lib/edit/edits.ts'
import { listInside } from '../../scripts/lib/files.ts'
import { home } from '../../scripts/lib/tools.ts'
import { run, scratch, tree, unit } from '../helpers.ts'

const files = (root: string): Record<string, string> =>
  Object.fromEntries(
    listInside(root, '.')
      .sort()
      .map(path => [path, readFileSync(join(root, path), 'utf8')]),
  )
const before = { 'a.yaml': 'a: 1\n', 'b/b.yaml': 'b: 1\n' }
const plan = (root: string): ReturnType<typeof editOf>[] => [
  editOf(root, 'a.yaml', 'a: 2\n'),
  editOf(root, 'c/d/new.yaml', 'c: 2\n'),
  editOf(root, 'b/b.yaml', 'b: 2\n'),
]

test('all edits are written, and a second time nothing is', () => {
  const root = tree(before)
  applyEdits(root, plan(root))
  const after = { 'a.yaml': 'a: 2\n', 'b/b.yaml': 'b: 2\n', 'c/d/new.yaml': 'c: 2\n' }
  expect(files(root)).toEqual(after)
  applyEdits(root, plan(root))
  expect([files(root), recoverEdits(root)]).toEqual([after, []])
})

test('a file that changed since it was planned stops everything', () => {
  const root = tree(before)
  const edits = plan(root)
  writeFileSync(join(root, 'b/b.yaml'), 'b: mine\n')
  expect(() => applyEdits(root, edits)).toThrow('b/b.yaml changed in the meantime')
  expect(files(root)).toEqual({ ...before, 'b/b.yaml': 'b: mine\n' })
})

test('a file where a folder is needed: what was written before is taken back', () => {
  const root = tree({ ...before, e: 'a file' })
  const edits = [...plan(root), { path: 'e/f.yaml', before: undefined, after: 'f: 1\n' }]
  expect(() => applyEdits(root, edits)).toThrow(/can't write e\/f.yaml.*nothing is changed/)
  expect([files(root), existsSync(join(root, 'c'))]).toEqual([{ ...before, e: 'a file' }, false])
})

/** Kills a process in the middle of its edits: the text of the last one is asked for a second time when it is written. */
const killedInTheMiddle = (root: string): string => {
  const cache = scratch('cache')
  const code = `
    import { applyEdits, editOf } from ${JSON.stringify(pathToFileURL(join(home, 'scripts/lib/edit/edits.ts')).href)}
    const [root] = process.argv.slice(1)
    const edits = [editOf(root, 'a.yaml', 'a: 2\\n'), editOf(root, 'c/d/new.yaml', 'c: 2\\n'), editOf(root, 'b/b.yaml', 'b: 2\\n')]
    const list = new Proxy(edits, { get: (all, key) => (key === 'filter' ? () => loop(all) : all[key]) })
    const loop = all => { let rounds = 0; const own = all.slice(); own[Symbol.iterator] = function* () { rounds++
      for (const [i, edit] of all.entries()) { if (rounds === 3 && i === 2) process.kill(process.pid, 'SIGKILL'); yield edit } }
      return own }
    applyEdits(root, list)`
  const { signal } = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', code, root], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
  })
  expect(signal).toBe('SIGKILL')
  return cache
}

test('a command that was killed between two files is taken back by the next one, which says so', () => {
  const root = tree({ ...before, ...unit('overlays/dev/web') })
  const whole = files(root)
  const cache = killedInTheMiddle(root)
  expect(files(root)).toMatchObject({ 'a.yaml': 'a: 2\n', 'c/d/new.yaml': 'c: 2\n', 'b/b.yaml': 'b: 1\n' })
  const { stderr } = run('image', ['web', 'dev', 'web:1'], { cwd: root, env: { XDG_CACHE_HOME: cache } })
  expect(stderr).toContain('a.yaml: restored; a command that was killed had changed it')
  expect([files(root), existsSync(join(root, 'c'))]).toEqual([whole, false])
  expect(readdirSync(join(cache, 'gitops/edits'))).toEqual([])
})

test('what somebody has changed since the crash stays', () => {
  const root = tree({ ...before, ...unit('overlays/dev/web') })
  const cache = killedInTheMiddle(root)
  writeFileSync(join(root, 'a.yaml'), 'a: mine\n')
  run('image', ['web', 'dev', 'web:1'], { cwd: root, env: { XDG_CACHE_HOME: cache } })
  expect(files(root)).toMatchObject({ ...before, 'a.yaml': 'a: mine\n' })
})
