import { expect, test } from 'vitest'
import { healthUrl, smoke } from '../scripts/lib/smoke.ts'
import { run, tree } from './helpers.ts'
import { quick, serve } from './server.ts'

const rendered = (host: string, path: string): Record<string, string> => ({
  'tests/golden/prod/formdb-http-api.yaml': `kind: Ingress
metadata: {name: prod-formdb-http-api-metrics}
spec: {rules: [{host: not.this.one.example}]}
---
kind: Deployment
metadata: {name: prod-formdb-http-api}
spec: {template: {spec: {containers: [{livenessProbe: {httpGet: {path: ${path}}}}]}}}
---
kind: Ingress
metadata: {name: prod-formdb-http-api}
spec: {rules: [{host: ${host}}]}
---
kind: Service
metadata: {name: prod-formdb-http-api, namespace: formdb-production}
spec: {ports: [{name: http, port: 80}]}
`,
})

test('host and path come from what is rendered', () => {
  const root = tree(rendered('api.host.example', '/api/v1/health'))
  expect(String(healthUrl(root, 'prod', 'formdb-http-api'))).toBe('https://api.host.example/api/v1/health')
})

test.each(['nowhere', '../prod', ''])('environment %j has no render: a sentence, no stack', env => {
  const root = tree(rendered('h.example', '/'))
  const { status, stderr } = run('smoke/formdb-http-api', ['--env', env, '--root', root])
  expect(status).toBe(2)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test('waits until the address is well', async () => {
  const answers = [503, 404, 200]
  const server = await serve((_, response) => response.writeHead(answers.shift() ?? 500).end())
  const waiting = quick(5000)
  await smoke([new URL('/api/v1/health', server)], waiting)
  expect(waiting.said).toEqual(['/api/v1/health answers 503, expected 200', '/api/v1/health answers 404, expected 200'])
})

test.each([
  ['is broken', 500, /answers 500/],
  ['sends people elsewhere', 302, /answers 302/],
  ['never answers', undefined, /no answer within/],
])('an address that %s: exit 1', async (_, status, expected) => {
  const server = await serve((_request, response) => status && response.writeHead(status, { location: '/login' }).end())
  await expect(smoke([new URL(server)], quick())).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(expected) })
})

test('an endless answer is cut off', async () => {
  const server = await serve((_, response) => {
    const more = (): void => void (response.destroyed || response.write('x'.repeat(2 ** 20), more))
    more()
  })
  await expect(smoke([new URL(server)], quick(5000))).rejects.toMatchObject({ message: expect.stringContaining('more than 16 MiB') })
})
