import { expect, test } from 'vitest'
import { serve } from '../server.ts'
import { before, good, live, others, status, wanted, ways } from './world.ts'

test.each(ways)('from %s: a line for each, the commit that it runs, exit 0 when all are as they should be', async (_, way, path) => {
  const asked: unknown[] = []
  const env = await way((request, response) => {
    asked.push([request.method, request.url, request.headers.authorization])
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items: good }))
  })
  const { status: code, stdout, stderr } = await status(['prod'], env)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout.replaceAll(/ +/g, ' ').split('\n')).toEqual([
    ' application sync health runs',
    '✔ api-prod Synced Healthy aaaaaaaaaaaa',
    '· catalog - -',
    '✔ root Synced Healthy aaaaaaaaaaaa',
    '✔ velero Synced Healthy 12.1.0 bbbbbbbbbbbb',
    '✔ web-prod Synced Healthy aaaaaaaaaaaa',
    '',
    expect.stringMatching(/^prod at .*: 5 Applications, all Synced and Healthy, 1 waiting for a person$/),
    '',
  ])
  expect(asked).toEqual([['GET', expect.stringMatching(path), 'Bearer secret-token']])
})

test.each<[string, object[], string[], string]>([
  [
    'not synced',
    [live('web-prod', { sync: 'OutOfSync', message: 'quota exceeded' })],
    ['web'],
    'OutOfSync at aaaaaaaaaaaa; last sync Failed: quota exceeded',
  ],
  ['degraded', [live('web-prod', { health: 'Degraded' })], ['web'], 'Synced at aaaaaaaaaaaa, Degraded'],
  ['not there', [], ['web-prod'], 'Argo CD has no such Application'],
  ['another commit', [live('web-prod', { revision: before })], ['web', '--revision', wanted], 'at bbbbbbbbbbbb, not yet at aaaaaaaaaaaa'],
])('%s: exit 1 and why', async (_, items, args, why) => {
  const ARGOCD_SERVER = await serve((_request, response) => response.end(JSON.stringify({ items })))
  const { status: code, stdout } = await status(['prod', ...args], { ARGOCD_SERVER, ARGOCD_AUTH_TOKEN: 'secret-token' })
  expect([code, stdout]).toEqual([1, expect.stringContaining(why)])
})

test('a commit is asked of apps, not of charts and root; --json says the same', async () => {
  const items = [...good.slice(0, 2), live('root', { path: 'argo/env/prod', revision: before }), ...others.slice(1)]
  const ARGOCD_SERVER = await serve((_, response) => response.end(JSON.stringify({ items })))
  const { status: code, stdout } = await status(['prod', '--revision', wanted, '--json'], {
    ARGOCD_SERVER,
    ARGOCD_AUTH_TOKEN: 'secret-token',
  })
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ schema: 'status/v1', env: 'prod' })])
  expect(JSON.parse(stdout).applications.map(({ name, state }: Record<string, string>) => `${name} ${state}`)).toEqual([
    'api-prod fine',
    'catalog manual',
    'root fine',
    'velero fine',
    'web-prod fine',
  ])
})
