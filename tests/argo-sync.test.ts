import { expect, test } from 'vitest'
import { syncApplication, type Target } from '../scripts/lib/argo-sync.ts'
import { run } from './helpers.ts'
import { nobody, quick, serve } from './server.ts'

const job = { group: 'batch', kind: 'Job', name: 'catalog-publish' }
const resource = { ...job, namespace: 'bijux-atlas', health: { status: 'Healthy' } }
const claim = { kind: 'PersistentVolumeClaim', name: 'bijux-atlas-publish', namespace: 'bijux-atlas' }
const ended = (phase: string, startedAt: string, message = ''): object => ({ operationState: { phase, startedAt, message } })

/** An Argo CD that shows the Application as these states, one after the other, and keeps what it was asked. */
const argo = async (...states: object[]): Promise<{ server: string; asked: unknown[] }> => {
  const asked: unknown[] = []
  const server = await serve(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (request.method === 'POST') asked.push([request.url, request.headers.authorization, JSON.parse(body)])
    response.end(JSON.stringify(request.method === 'POST' ? {} : states.length > 1 ? states.shift() : states[0]))
  })
  return { server, asked }
}

const sync = (server: string, more: Partial<Target> = {}): Promise<void> =>
  syncApplication({ server, token: 'secret-token', application: 'publish', ...more }, quick(2000))

const fresh = { spec: {}, status: {} }
const there = { spec: {}, status: { resources: [claim, resource], ...ended('Succeeded', 'old') } }

test('what is not there yet is synced whole', async () => {
  const { server, asked } = await argo(fresh, { status: ended('Running', 'new') }, { status: ended('Succeeded', 'new') })
  await sync(server, { replace: job })
  expect(asked).toEqual([['/api/v1/applications/publish/sync', 'Bearer secret-token', { prune: false }]])
})

test('a Job that has ended is made again, alone: the claim with the data stays', async () => {
  const { server, asked } = await argo(there, there, { status: ended('Succeeded', 'new') })
  await sync(server, { replace: job })
  const [[, , request] = []] = asked as [unknown, unknown, object][]
  expect(request).toEqual({
    resources: [{ ...job, namespace: 'bijux-atlas' }],
    strategy: { apply: { force: true } },
    syncOptions: { items: ['FailOnSharedResource=true', 'Replace=true'] },
  })
})

const running = { status: { resources: [{ ...resource, health: { status: 'Progressing' } }] } }

test.each([
  ['a Job that still runs', [running], 1, /Job catalog-publish of publish still runs/],
  ['a sync that still runs', [{ status: ended('Running', 'old') }], 1, /is syncing/],
  ['an Application that syncs by itself', [{ spec: { syncPolicy: { automated: {} } } }], 2, /syncs by itself; change it in Git/],
])('%s is left alone', async (_, states, exitCode, message) => {
  const { server, asked } = await argo(...states)
  await expect(sync(server, { replace: job })).rejects.toMatchObject({ exitCode, message: expect.stringMatching(message) })
  expect(asked).toEqual([])
})

test.each([
  ['fails', ended('Failed', 'new', 'quota exceeded'), /the sync has failed: quota exceeded/],
  ['does not begin', ended('Succeeded', 'old'), /the sync has not begun after/],
  ['does not end', ended('Running', 'new'), /the sync is Running after/],
])('a sync that %s: exit 1', async (_, status, message) => {
  const { server } = await argo(there, { status })
  await expect(syncApplication({ server, token: 't', application: 'publish' }, quick(100))).rejects.toMatchObject({
    ...{ exitCode: 1, message: expect.stringMatching(message) },
  })
})

test.each([
  [401, 2, /does not accept ARGOCD_AUTH_TOKEN/],
  [403, 2, /may not get and sync publish/],
  [502, 1, /answers 502/],
])('a refusal (%i) keeps the token to itself', async (status, exitCode, message) => {
  const server = await serve((_, response) => response.writeHead(status).end('secret-token'))
  const error = await sync(server).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ exitCode, message: expect.stringMatching(message) })
  expect(String(error)).not.toContain('secret-token')
})

test.each([
  [[], {}, /name one Application/],
  [['publish', '--replace', 'Job'], {}, /write group\/Kind\/name/],
  [['publish'], {}, /ARGOCD_SERVER is not set/],
  [['publish'], { ARGOCD_SERVER: 'http://argo.example', ARGOCD_AUTH_TOKEN: 't' }, /use https/],
])('bad usage %j: exit 2, one sentence', (args, env, expected) => {
  const { status, stderr } = run('sync-application', args, { env: { ARGOCD_SERVER: '', ...env } })
  expect([status, stderr]).toEqual([2, expect.stringMatching(expected)])
})

test('nobody listens: exit 1 says so', async () => {
  const env = { ARGOCD_SERVER: await nobody(), ARGOCD_AUTH_TOKEN: 't' }
  expect(run('sync-application', ['publish'], { env })).toMatchObject({ status: 1, stderr: expect.stringContaining('ECONNREFUSED') })
})
