import { expect, test } from 'vitest'
import { serve } from '../server.ts'
import { before, live, status, wanted, ways } from './world.ts'

test('--wait asks for a refresh, waits through every state and a server that is away, and says each state once', async () => {
  const states: [number, object][] = [
    [502, {}],
    [200, { items: [live('web-prod', { revision: before })] }],
    [200, { items: [live('web-prod', { revision: before })] }],
    [200, { items: null }],
    [200, { items: [live('web-prod')] }],
  ]
  const refreshed: unknown[] = []
  const ARGOCD_SERVER = await serve((request, response) => {
    if (request.url?.includes('refresh')) {
      refreshed.push(request.url)
      return response.writeHead(403).end()
    }
    const [code, body] = states.shift() ?? [500, {}]
    return response.writeHead(code).end(JSON.stringify(body))
  })
  const args = ['prod', 'web', '--wait', '--revision', wanted, '--interval', '0.01', '--timeout', '30']
  const { status: code, stderr } = await status(args, { ARGOCD_SERVER, ARGOCD_AUTH_TOKEN: 'secret-token' })
  expect([code, refreshed]).toEqual([0, ['/api/v1/applications/web-prod?refresh=normal']])
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringContaining('answers 502'),
    '1 of 1 not there yet: web-prod: at bbbbbbbbbbbb, not yet at aaaaaaaaaaaa',
    '1 of 1 not there yet: web-prod: Argo CD has no such Application',
  ])
})

test('--wait ends in time: exit 1 with the last state', async () => {
  const ARGOCD_SERVER = await serve((_, response) => response.end(JSON.stringify({ items: [live('web-prod', { health: 'Degraded' })] })))
  const args = ['prod', 'web', '--wait', '--interval', '0.01', '--timeout', '0.3']
  const { status: code, stdout, stderr } = await status(args, { ARGOCD_SERVER, ARGOCD_AUTH_TOKEN: 'secret-token' })
  expect([code, stdout, stderr]).toEqual([1, expect.stringContaining('✘ web-prod'), expect.stringContaining('not there after 0.3 s')])
})

test.each(ways)('%s that never answers: --wait ends in time', async (_, way) => {
  const { status: code, stderr } = await status(['prod', '--wait', '--timeout', '0.5'], await way(() => {}))
  expect([code, stderr]).toEqual([1, expect.stringMatching(/no answer within 0.5 s/)])
})
