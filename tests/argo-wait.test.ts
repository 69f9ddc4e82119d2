import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judge, waitForArgo } from '../scripts/lib/argo-wait.ts'
import { home } from '../scripts/lib/tools.ts'
import { run } from './helpers.ts'
import { nobody, quick, serve } from './server.ts'

const wanted = 'a'.repeat(40)
const before = 'b'.repeat(40)
const state = (revision: string, sync: string, health: string, operationState = {}): object => ({
  status: { sync: { revision, status: sync }, health: { status: health }, operationState },
})

test.each([
  ['runs', state(wanted, 'Synced', 'Healthy'), { done: true }],
  ['an older commit, well', state(before, 'Synced', 'Healthy'), { waiting: 'at bbbbbbbbbbbb, not yet at aaaaaaaaaaaa' }],
  ['not applied', state(wanted, 'OutOfSync', 'Healthy'), { waiting: 'OutOfSync at aaaaaaaaaaaa' }],
  ['pods still start', state(wanted, 'Synced', 'Progressing'), { waiting: 'Synced at aaaaaaaaaaaa, Progressing' }],
  ['broken', state(wanted, 'Synced', 'Degraded'), { waiting: 'Synced at aaaaaaaaaaaa, Degraded' }],
  [
    'sync failed',
    state(wanted, 'OutOfSync', 'Missing', { phase: 'Failed', message: 'quota exceeded' }),
    { waiting: 'OutOfSync at aaaaaaaaaaaa; last sync Failed: quota exceeded' },
  ],
  ['just created', {}, { waiting: 'at no commit, not yet at aaaaaaaaaaaa' }],
])('%s', (_, application, expected) => {
  expect(judge(application, wanted)).toEqual(expected)
})

const wait = (server: string, waiting = quick()): Promise<void> =>
  waitForArgo({ server, token: 'secret-token', application: 'formdb-http-api-staging', revision: wanted }, waiting)

test('waits through every state, asks for a refresh, and says each state once', async () => {
  const states = [
    state(before, 'Synced', 'Healthy'),
    state(before, 'Synced', 'Healthy'),
    state(wanted, 'Synced', 'Progressing'),
    state(wanted, 'Synced', 'Healthy'),
  ]
  const asked: unknown[] = []
  const server = await serve((request, response) => {
    asked.push([request.url, request.headers.authorization])
    response.end(JSON.stringify(states.shift()))
  })
  const waiting = quick(5000)
  await wait(server, waiting)
  expect(asked[0]).toEqual(['/api/v1/applications/formdb-http-api-staging?refresh=normal', 'Bearer secret-token'])
  expect(waiting.said).toEqual(['at bbbbbbbbbbbb, not yet at aaaaaaaaaaaa', 'Synced at aaaaaaaaaaaa, Progressing'])
})

test('a server that is away, broken or talks nonsense is waited for', async () => {
  const answers = [
    [502, 'bad gateway'],
    [200, '<html>'],
    [200, 'null'],
    [404, ''],
    [200, JSON.stringify(state(wanted, 'Synced', 'Healthy'))],
  ] as const
  let next = 0
  const server = await serve((_, response) => {
    const [status, body] = answers[next++] ?? [500, '']
    response.writeHead(status).end(body)
  })
  await wait(server, quick(5000))
  expect(next).toBe(answers.length)
})

test.each([
  [
    'never gets there',
    (response: { end: (body: string) => void }) => response.end(JSON.stringify(state(before, 'Synced', 'Healthy'))),
    /not yet at/,
  ],
  ['never answers', () => {}, /no answer within/],
])('a server that %s ends in exit 1 with the last state', async (_, answer, expected) => {
  const server = await serve((_request, response) => answer(response))
  await expect(wait(server)).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(expected) })
})

test('nobody listens: exit 1 says so', async () => {
  await expect(wait(await nobody())).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining('ECONNREFUSED') })
})

test.each([
  [401, /does not accept ARGOCD_AUTH_TOKEN/],
  [403, /may not read formdb-http-api-staging/],
])('a refusal (%i) ends at once with exit 2 and keeps the token to itself', async (status, expected) => {
  const server = await serve((_, response) => response.writeHead(status).end('secret-token'))
  const error = await wait(server, quick(60_000)).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(expected) })
  expect(String(error)).not.toContain('secret-token')
})

test('the token follows no redirect', async () => {
  let told = 0
  const other = await serve((_, response) => response.end(String(told++)))
  const server = await serve((_, response) => response.writeHead(307, { location: other }).end())
  await expect(wait(server)).rejects.toMatchObject({ message: expect.stringContaining('answers 307') })
  expect(told).toBe(0)
})

test.each([
  [['app'], /--revision ""/],
  [['app', '--revision', 'main'], /--revision "main": write a full commit/],
  [[], /name one Application/],
  [['app', '--revision', wanted, '--timeout', '0'], /--timeout 0/],
  [['app', '--revision', wanted], /ARGOCD_SERVER is not set/],
])('bad usage %j: exit 2, one sentence', (args, expected) => {
  const { status, stderr } = run('wait-for-argo', args)
  expect([status, stderr]).toEqual([2, expect.stringMatching(expected)])
})

test('a token is never sent in the clear', () => {
  const env = { ARGOCD_SERVER: 'http://argo.example', ARGOCD_AUTH_TOKEN: 'secret-token' }
  const { status, stderr } = run('wait-for-argo', ['app', '--revision', wanted], { env })
  expect([status, stderr]).toEqual([2, expect.stringContaining('use https')])
})

test('the command ends with 0 and one line', async () => {
  const server = await serve((_, response) => response.end(JSON.stringify(state(wanted, 'Synced', 'Healthy'))))
  const child = spawn(process.execPath, [join(home, 'scripts/wait-for-argo.ts'), 'app', '--revision', wanted], {
    env: { ...process.env, ARGOCD_SERVER: server, ARGOCD_AUTH_TOKEN: 'secret-token' },
  })
  let out = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  expect(await new Promise(resolve => child.on('close', resolve))).toBe(0)
  expect(out).toBe(`app: Synced and Healthy at ${wanted}\n`)
})
