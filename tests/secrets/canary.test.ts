import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cacheRoot } from '../../scripts/lib/cache-root.ts'
import { commitAll, git, type Ran, run, scratch, tree } from '../helpers.ts'
import { canaries, planted } from './canaries.ts'

/** A cache of its own, with the programs that are built already. */
const home = (): { env: NodeJS.ProcessEnv; cache: string } => {
  const cache = scratch('canary-cache')
  mkdirSync(join(cache, 'gitops'))
  symlinkSync(join(cacheRoot(), 'tools'), join(cache, 'gitops/tools'))
  return { env: { XDG_CACHE_HOME: cache }, cache }
}

/** The canaries that a text holds, as they are or in JSON. */
const found = (text: string): string[] => canaries.filter(canary => text.includes(canary))
const said = ({ stdout, stderr }: Ran): string => stdout + stderr

/** Every file below a folder but those that were planted, with its name. */
const filesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter(path => !/^(?:\.git|gitops\/tools)\//.test(path) && !(path in planted))

/** What a run has left behind in the checkout and in the cache: no file holds a canary, but those that did before. */
const leftBehind = (...folders: string[]): string[] =>
  folders.flatMap(folder => filesIn(folder).filter(path => found(readFileSync(join(folder, path), 'latin1')).length > 0))

const drifted = 'tests/golden/dev/plain.yaml'

const cases: [command: string, args: string[]][] = [
  ['render', []],
  ['render', ['dev/plain']],
  ['render', ['--json']],
  ['render', ['--update']],
  ['render', ['dev/broken', '--stdout']],
  ['render', ['--at', 'HEAD']],
  ['render', ['--at', 'HEAD', '--json']],
  ['render', ['--at', canaries[0] ?? '']],
  ['render', [canaries[0] ?? '']],
  ['render', [`--${canaries[0]}`]],
  ['check', []],
  ['check', ['--json']],
  ['check', ['--at', 'HEAD']],
  ['requirements', []],
  ['requirements', [canaries[0] ?? '']],
]

test.each(cases)('no canary leaves %s %j', (command, args) => {
  const root = tree(planted, 'canary')
  commitAll(root)
  const { env, cache } = home()
  const ran = run(command, [...args, '--root', root], { env })
  expect(said(ran)).not.toBe('')
  expect(found(said(ran))).toEqual([])
  expect(said(ran)).not.toContain('This is a bug')
  expect(leftBehind(root, cache)).toEqual([])
  expect(readFileSync(join(root, drifted), 'utf8')).toBe(planted[drifted])
})

test('no canary of a commit that is not checked out leaves', () => {
  const root = tree(planted, 'canary')
  commitAll(root)
  git(root, 'rm', '-r', '--quiet', 'overlays', 'tests')
  const { env, cache } = home()
  for (const command of ['render', 'check']) expect(found(said(run(command, ['--at', 'HEAD', '--root', root], { env })))).toEqual([])
  expect(leftBehind(root, cache)).toEqual([])
})

test.each(['text', 'json', 'markdown', 'html'])('no canary leaves a diff as %s', format => {
  const root = tree(planted, 'canary')
  commitAll(root)
  const path = join(root, 'overlays/dev/plain/secret.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replace('canary-string', 'canary-map').replace('name: secret', 'name: other'))
  const { env, cache } = home()
  const ran = run('diff', ['--base', 'HEAD', '--format', format, 'dev/plain', '--root', root], { env })
  expect(said(ran)).toMatch(/redacted [0-9a-f]/)
  expect(found(said(ran))).toEqual([])
  expect(leftBehind(root, cache)).toEqual([])
})

test('equal values have equal tags in a report, others have others, and no two runs agree', () => {
  const root = tree(planted, 'canary')
  const tags = (): string[] => {
    run('render', ['dev/plain', '--root', root])
    return readFileSync(join(root, '.rendered/dev/plain.yaml'), 'utf8').match(/<redacted [0-9a-f]{8}>/g) ?? []
  }
  const first = tags()
  expect(first.length).toBeGreaterThan(10)
  expect(new Set(first).size).toBeGreaterThan(8)
  // The token stands in a Secret, in base64, and in an annotation and a ConfigMap, in plain text.
  expect(first.length).toBeGreaterThan(new Set(first).size)
  expect(tags().filter(tag => first.includes(tag))).toEqual([])
})

test('a program gets the exact bytes', () => {
  const root = tree(planted, 'canary')
  const { stdout } = run('render', ['dev/plain', '--stdout', '--root', root])
  expect(found(stdout).length).toBeGreaterThan(8)
  expect(stdout).not.toContain('<redacted')
})
