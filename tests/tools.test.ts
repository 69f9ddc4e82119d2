import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../scripts/lib/tools.ts'
import { scratch, tree } from './helpers.ts'

/** A tools/ whose engine only says a word: quick to build, and ours to change. */
const words = (word: string) => ({
  'tools/go.mod': 'module example.com/tools\n\ngo 1.24.0\n',
  'tools/go.sum': '',
  'tools/engine/main.go': `package main\n\nfunc main() { println("${word}") }\n`,
})

const script = `
  import { toolPath } from ${JSON.stringify(join(home, 'scripts/lib/tools.ts'))}
  import { fail } from ${JSON.stringify(join(home, 'scripts/lib/failure.ts'))}
  try { console.log(await toolPath('engine', process.argv[1])) } catch (error) { process.exitCode = fail(error) }`
const args = (root: string) => ['--input-type=module', '-e', script, root]
const env = (cache: string, rest: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ ...process.env, XDG_CACHE_HOME: cache, ...rest })
const build = (root: string, cache: string, rest: NodeJS.ProcessEnv = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args(root), { env: env(cache, rest), encoding: 'utf8' })
  return { status, path: stdout.trim(), stderr }
}
const folders = (cache: string) => readdirSync(join(cache, 'gitops/tools'))

test('built on first use with a progress line, and not again', () => {
  const [root, cache] = [tree(words('one')), scratch()]
  const first = build(root, cache)
  expect(first.stderr).toMatch(/^building engine from tools\//)
  const second = build(root, cache)
  expect([second.path, second.stderr]).toEqual([first.path, ''])
})

test('built again when its sources or go.mod change, and only then', () => {
  const [root, cache] = [tree(words('one')), scratch()]
  const first = build(root, cache)
  writeFileSync(join(root, 'tools/README.md'), 'not a source')
  expect(build(root, cache).stderr).toBe('')
  writeFileSync(join(root, 'tools/engine/main.go'), words('two')['tools/engine/main.go'])
  const second = build(root, cache)
  expect(second.path).not.toBe(first.path)
  expect(spawnSync(second.path, { encoding: 'utf8' }).stderr).toBe('two\n')
})

test('two commands that start at once both get a whole program, and leave nothing behind', async () => {
  const [root, cache] = [tree(words('one')), scratch()]
  const both = [1, 2].map(
    () =>
      new Promise<string>(resolve => {
        const child = spawn(process.execPath, args(root), { env: env(cache), stdio: ['ignore', 'pipe', 'ignore'] })
        let out = ''
        child.stdout.on('data', chunk => (out += chunk))
        child.on('close', () => resolve(out.trim()))
      }),
  )
  const [a = '', b] = await Promise.all(both)
  expect(a).toBe(b)
  expect(statSync(a).mode & 0o111).not.toBe(0)
  expect(folders(cache)).toHaveLength(1)
})

test('Go missing: one sentence that says how to get it', () => {
  const { status, stderr } = build(tree(words('one')), scratch(), { PATH: '/nowhere' })
  expect(status).toBe(2)
  expect(stderr).toContain('Go is not installed')
  expect(stderr).toContain('https://go.dev/dl')
  expect(stderr).not.toMatch(/^\s+at /m)
})

test("sources that don't compile: the compiler's words, exit 2, nothing kept", () => {
  const [root, cache] = [tree({ ...words('one'), 'tools/engine/main.go': 'package main\n\nfunc main() { nope() }\n' }), scratch()]
  const { status, stderr } = build(root, cache)
  expect([status, folders(cache)]).toEqual([2, []])
  expect(stderr).toContain('undefined: nope')
})

test('the workspace packages run the pinned versions', () => {
  const bin = (name: string, ...rest: string[]) => execFileSync(join(home, 'node_modules/.bin', name), rest, { encoding: 'utf8' }).trim()
  const pinned = (module: string) =>
    execFileSync('go', ['list', '-m', '-f', '{{.Version}}', module], { cwd: join(home, 'tools'), encoding: 'utf8' }).trim()
  expect(bin('kustomize', 'version')).toBe('v5.8.1')
  expect(pinned('sigs.k8s.io/kustomize/kustomize/v5')).toBe('v5.8.1')
  // A source build of kubeconform prints "development"; its version is the module's.
  expect(bin('kubeconform', '-v')).toBe('development')
  expect(pinned('github.com/yannh/kubeconform')).toBe('v0.7.0')
})
