import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { isAtLeast, size } from '../../scripts/lib/doctor/check.ts'
import { cacheCheck, schemasCheck } from '../../scripts/lib/doctor/places.ts'
import { gitCheck, goCheck, nodeCheck, packagesCheck, pnpmCheck } from '../../scripts/lib/doctor/programs.ts'
import { home } from '../../scripts/lib/tools.ts'
import { commitAll, git, type Ran, run, scratch, tree } from '../helpers.ts'
import { nobody, serve } from '../server.ts'

test.each([
  ['1.24', '1.24', true],
  ['1.24.9', '1.24', true],
  ['1.9', '1.24', false],
  ['2', '1.24', true],
  ['1.23.12', '1.24', false],
])('%s is at least %s: %s', (version, least, answer) => {
  expect(isAtLeast(version, least)).toBe(answer)
})

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [2 ** 31, '2 GiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text)
})

const lock = (installed?: string): string =>
  tree({ 'pnpm-lock.yaml': 'a', ...(installed ? { 'node_modules/.pnpm/lock.yaml': installed } : {}) })
test.each([
  ['the pinned Node', nodeCheck('24.21.0', '24.21.0'), 'fine', '24.21.0'],
  ['another Node', nodeCheck('26.1.0', '24.21.0'), 'warning', '26.1.0'],
  ['pnpm 12', pnpmCheck('pnpm/12.21.0 npm/? node/v24.21.0'), 'fine', '12.21.0'],
  ['pnpm 9', pnpmCheck('pnpm/9.0.0'), 'warning', '9.0.0'],
  ['a new Go', goCheck('go version go1.26.8 linux/amd64', false), 'fine', '1.26.8'],
  ['an old Go', goCheck('go version go1.22 linux/amd64', false), 'missing', '1.22'],
  ['no Go', goCheck('', false), 'missing', 'not on PATH'],
  ['no Go, and everything is built', goCheck('', true), 'warning', 'not on PATH'],
])('%s', (_, check, state, found) => {
  expect([check.state, check.found]).toEqual([state, found])
})

test.each([
  ['packages as the lockfile says', (): object => packagesCheck(lock('a')), 'fine', 'as pnpm-lock.yaml says'],
  ['packages of an older lockfile', (): object => packagesCheck(lock('b')), 'warning', 'older than'],
  ['no packages', (): object => packagesCheck(lock()), 'missing', 'not installed'],
  ['schemas', (): object => schemasCheck(tree({ 'kinds.json': '["v1 Pod"]', 'core/pod-v1.json': '{}' })), 'fine', '1 kinds, 1 files'],
  [
    'a schema too few',
    (): object => schemasCheck(tree({ 'kinds.json': '["v1 Pod","v1 Node"]', 'core/pod-v1.json': '{}' })),
    'missing',
    '2 kinds, 1 files',
  ],
  ['no schemas', (): object => schemasCheck(scratch()), 'missing', 'not there'],
  ['a damaged list', (): object => schemasCheck(tree({ 'kinds.json': '[' })), 'missing', 'is not JSON'],
  ['a cache that is to be made', (): object => cacheCheck(join(scratch(), 'a/b')), 'fine', 'a/b: 0 B'],
  [
    'a cache',
    (): object => cacheCheck(tree({ 'renders/x': 'x'.repeat(2048), 'tools/t/y': 'y' })),
    'fine',
    ': 2 KiB (renders 2 KiB, tools 1 B)',
  ],
  ['a file for a cache', (): object => cacheCheck(join(tree({ file: '' }), 'file')), 'missing', "can't be written"],
  ['no repository', (): object => gitCheck(scratch()), 'warning', 'not a git repository'],
])('%s', (_, check, state, found) => {
  expect(check()).toMatchObject({ state, found: expect.stringContaining(found) })
})

test('a whole clone is fine, a shallow one is a warning', () => {
  const root = tree({ a: 'a' })
  commitAll(root)
  git(root, 'commit', '--quiet', '--allow-empty', '--message=two')
  expect(gitCheck(root).state).toBe('fine')
  const shallow = scratch()
  git(shallow, 'clone', '--quiet', '--depth=1', `file://${root}`, 'clone')
  expect(gitCheck(join(shallow, 'clone'))).toMatchObject({ state: 'warning', fix: 'git fetch --unshallow' })
})

const doctor = (args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  new Promise(resolve =>
    execFile(
      process.execPath,
      [join(home, 'scripts/doctor.ts'), ...args],
      { env: { ...process.env, NO_COLOR: '1', KUBECONFIG: '', ARGOCD_SERVER: '', ...env } },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  )

test('every line has a state, what was found and why; what is not fine has a fix; the exit code says whether something is missing', async () => {
  const { status, stdout } = await doctor(['--json'])
  const { schema, checks } = JSON.parse(stdout)
  expect([schema, status]).toEqual(['doctor/v1', checks.some((check: { state: string }) => check.state === 'missing') ? 1 : 0])
  expect(checks.map((check: { what: string }) => check.what)).toEqual(
    expect.arrayContaining(['Node', 'Go', 'Git', 'engine', 'schemas', 'cache', 'disk']),
  )
  for (const check of checks) expect(Object.values(check).every(Boolean), check.what).toBe(true)
})

test('what is missing ends in exit 1: no Git on PATH', () => {
  const empty = scratch()
  mkdirSync(join(empty, 'bin'))
  const { status, stdout } = run('doctor', [], { env: { PATH: join(empty, 'bin') } })
  expect([status, stdout]).toEqual([1, expect.stringMatching(/✘ Git .*\n +→ install git[\s\S]*\d missing/)])
})

const kubeconfig = (...servers: string[]): string =>
  join(
    tree({
      config: stringify({
        ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'c0', users: [{ name: 'u', user: {} }] },
        clusters: servers.map((server, i) => ({ name: `c${i}`, cluster: { server, 'insecure-skip-tls-verify': true } })),
        contexts: servers.map((_, i) => ({ name: `c${i}`, context: { cluster: `c${i}`, user: 'u' } })),
      }),
    }),
    'config',
  )

test('clusters are asked only when told to', async () => {
  const asked: unknown[] = []
  const server = await serve((request, response) => {
    asked.push(request.url)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ gitVersion: 'v1.36.4', Version: 'v3.5.0' }))
  })
  const env = { KUBECONFIG: kubeconfig(server, await nobody()), ARGOCD_SERVER: server }
  await doctor([], env)
  expect(asked).toEqual([])
  const { status, stdout } = await doctor(['--clusters'], env)
  expect([status, asked.sort()]).toEqual([1, ['/api/version', '/version']])
  expect(stdout).toMatch(/✔ cluster c0 +Kubernetes v1.36.4, http[\s\S]*✘ cluster c1 +ECONNREFUSED[\s\S]*✔ Argo CD +Argo CD v3.5.0/)
})

test('a word that means nothing is bad usage', () => {
  expect(run('doctor', ['prod'])).toMatchObject({ status: 2, stderr: expect.stringContaining('pnpm run doctor --help') })
})
