import { execFile } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { home } from '../scripts/lib/tools.ts'
import { tree } from './helpers.ts'
import { nobody, serve } from './server.ts'

type Ran = { code: number; text: string; said: string }

/** Runs a smoke check as people do; in `env`, a PATH may hold a kubectl of its own. */
const smoke = (name: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  promisify(execFile)(process.execPath, [join(home, `scripts/smoke/${name}.ts`), ...args], { env: { ...process.env, ...env } }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout, said: stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, text: stdout, said: stderr }),
  )

/** A kubectl that answers every port-forward with this machine's port, writes what it was asked, and ends when it is told to. */
const kubectl = (server: string): NodeJS.ProcessEnv => {
  const { port } = new URL(server)
  const script = `#!/bin/sh\necho "Forwarding from 127.0.0.1:${port} -> 8080"\necho "$@" >> "$ASKED"\nexec sleep 60\n`
  const bin = tree({ kubectl: script })
  chmodSync(join(bin, 'kubectl'), 0o755)
  return { PATH: `${bin}:${process.env.PATH}`, ASKED: join(bin, 'asked') }
}

/** What Atlas exports as far as its rules read it, and a line more. */
const metrics = [
  'bijux_http_requests_total{status="200"} 1',
  'bijux_http_request_latency_p95_seconds 0.1',
  'bijux_inflight_heavy_queries 0',
  'bijux_store_download_failure_total 0',
  'bijux_dataset_hits 1',
  'bijux_dataset_misses 0',
]

type Stub = { paths?: Record<string, number>; lines?: string[]; silent?: boolean }
const stub = ({ paths = {}, lines = metrics, silent }: Stub = {}): Promise<string> =>
  serve(({ url = '' }, response) => {
    if (silent) return
    const known = url === '/metrics' || url === '/healthz' || url === '/readyz' || url === '/health'
    response.writeHead(paths[url] ?? (known ? 200 : 404)).end(url === '/metrics' ? `# HELP x\n${lines.join('\n')}\n` : '{}')
  })

describe('Atlas', () => {
  const ask = async (faults: Stub, seconds: number): Promise<Ran> =>
    smoke('bijux-atlas', ['--env', 'prod', '--base', await stub(faults), '--within', `${seconds}`])

  test.each<[string, Stub, number, RegExp]>([
    ['well', {}, 0, /\/healthz, \/readyz: 200\n\/metrics has what alerts read/],
    ['a metric is missing', { lines: metrics.slice(1) }, 0, /lacks what alerts read: bijux_http_requests_total\n/],
    ['not ready', { paths: { '/readyz': 503 } }, 1, /\/readyz answers 503, expected 200; see apps\/bijux-atlas\/README.md/],
    ['a wedged process', { paths: { '/healthz': 500 } }, 1, /\/healthz answers 500/],
    ['no metrics', { paths: { '/metrics': 404 } }, 1, /\/metrics answers 404: alerts and autoscaler see nothing/],
    ['silent', { silent: true }, 1, /no answer within/],
  ])('%s', async (_, faults, code, said) => {
    const ran = await ask(faults, code === 0 ? 30 : 3)
    expect(ran.code).toBe(code)
    expect(code === 0 ? ran.text : ran.said).toMatch(said)
  })

  test('away', async () => {
    const ran = await smoke('bijux-atlas', ['--env', 'dev', '--base', await nobody(), '--within', '3'])
    expect(ran).toMatchObject({ code: 1, said: expect.stringContaining('ECONNREFUSED') })
  })

  test('without --base it goes through kubectl, to the Service that is rendered', async () => {
    const env = kubectl(await stub())
    expect(await smoke('bijux-atlas', ['--env', 'prod'], env)).toMatchObject({ code: 0 })
    const { stdout } = await promisify(execFile)('cat', [env.ASKED ?? ''])
    expect(stdout).toBe('--namespace bijux-atlas port-forward service/bijux-atlas :8080\n')
  })
})

describe('Tartware', () => {
  test('the gateway answers; an early tenant says so in the header that is rendered', async () => {
    const channels: unknown[] = []
    const server = await serve((request, response) => {
      channels.push(request.headers['x-release-channel'])
      response.writeHead(request.url === '/health' ? 200 : 404).end()
    })
    expect((await smoke('tartware', ['--env', 'prod', '--base', server])).code).toBe(0)
    expect((await smoke('tartware', ['--env', 'prod', '--base', server, '--early'])).text).toContain('200, to an early tenant')
    expect(channels).toEqual([undefined, 'early'])
  })

  test.each<[string, Stub, RegExp]>([
    ['broken', { paths: { '/health': 500 } }, /\/health answers 500/],
    ['sends people elsewhere', { paths: { '/health': 302 } }, /\/health answers 302/],
    ['silent', { silent: true }, /no answer within/],
  ])('%s: exit 1', async (_, faults, said) => {
    const ran = await smoke('tartware', ['--env', 'staging', '--base', await stub(faults), '--within', '3'])
    expect(ran).toMatchObject({ code: 1, said: expect.stringMatching(said) })
  })

  test('inside, each of the five is asked by its own Service', async () => {
    const server = await stub()
    const env = kubectl(server)
    const ran = await smoke('tartware', ['--env', 'prod', '--base', server, '--inside'], env)
    expect(ran.code).toBe(0)
    expect(ran.text.match(/\/health: 200/g)).toHaveLength(6)
    const { stdout } = await promisify(execFile)('cat', [env.ASKED ?? ''])
    expect(stdout.match(/service\/\S+/g)).toEqual(
      ['api-gateway', 'core-service', 'logs-service', 'reservations-command-service', 'settings-service'].map(
        name => `service/tartware-${name}`,
      ),
    )
  })
})

test.each<[string, string[], RegExp]>([
  ['bijux-atlas', [], /name the environment/],
  ['bijux-atlas', ['--env', 'nowhere'], /nothing is rendered for "nowhere"/],
  ['bijux-atlas', ['--env', '../prod'], /nothing is rendered/],
  ['bijux-atlas', ['--env', 'prod', '--base', 'http://atlas.example'], /use https/],
  ['bijux-atlas', ['--env', 'prod', '--withn', '3'], /did you mean --within/],
  ['tartware', [], /name the environment/],
  ['tartware', ['--env', 'prod', 'core'], /see --help/],
  ['tartware', ['--env', 'prod', '--within', '0'], /write a number above 0/],
])('%s %j: exit 2 and a sentence', async (name, args, said) => {
  expect(await smoke(name, args)).toMatchObject({ code: 2, said: expect.stringMatching(said) })
})
