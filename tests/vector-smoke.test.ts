import { execFile } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { connect, contract, type Store, sampleQuery } from '../scripts/lib/smoke-vector.ts'
import { home } from '../scripts/lib/tools.ts'
import { scratch, tree } from './helpers.ts'
import { nobody, quick, serve } from './server.ts'

type Faults = { ready?: number; open?: boolean; readerWrites?: boolean; loses?: boolean; refusesDelete?: boolean; silent?: boolean }

/** A stand-in with the store's addresses, keys `write` and `read`, and one collection. The real engine doesn't run here. */
const stub = async (faults: Faults = {}): Promise<{ base: URL; collections: Map<string, (string | number)[]> }> => {
  const collections = new Map<string, (string | number)[]>([['datasets', [7, 8, 9]]])
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (faults.silent) return
    const { pathname } = new URL(request.url ?? '', 'http://x')
    const [, , name = '', points, action] = pathname.split('/')
    const answer = (status: number, result: unknown = true): void => void response.writeHead(status).end(JSON.stringify({ result }))
    let body = ''
    for await (const chunk of request) body += chunk
    if (pathname === '/readyz') return answer(faults.ready ?? 200)
    const key = request.headers['api-key']
    if (key !== 'write' && key !== 'read' && !faults.open) return answer(401)
    const writes = request.method === 'DELETE' || request.method === 'PUT'
    if (writes && key === 'read' && !faults.readerWrites) return answer(403)
    if (pathname === '/collections') return answer(200, { collections: [...collections.keys()].map(name => ({ name })) })
    if (request.method === 'DELETE') return answer(faults.refusesDelete ? 500 : collections.delete(name) ? 200 : 404)
    if (request.method === 'PUT' && !points) {
      if (!collections.has(name)) collections.set(name, [])
      return answer(200)
    }
    if (request.method === 'PUT') {
      if (!faults.loses) collections.get(name)?.push(...JSON.parse(body).points.map(({ id }: { id: number }) => id))
      return answer(200)
    }
    const found = collections.get(name)
    return action === 'query' && found ? answer(200, { points: found.map(id => ({ id })) }) : answer(404)
  }
  return { base: new URL(await serve((request, response) => void handle(request, response))), collections }
}

const keys = { key: 'write', readOnly: 'read' }
const open = async (faults?: Faults): Promise<Store> => ({ base: (await stub(faults)).base, ...keys })

test('connects and lists collections', async () => {
  expect(await connect(await open(), quick())).toEqual(['datasets'])
})

test.each<[string, Faults, string]>([
  ['not ready', { ready: 503 }, '/readyz answers 503, expected 200'],
  ['silent', { silent: true }, 'no answer within'],
])('a store that is %s', async (_, faults, said) => {
  await expect(connect(await open(faults), quick())).rejects.toThrow(said)
})

test('a store that is away, and a key that does not open', async () => {
  await expect(connect({ base: new URL(await nobody()), ...keys }, quick())).rejects.toThrow('ECONNREFUSED')
  await expect(connect({ ...(await open()), key: 'other' }, quick())).rejects.toThrow(
    'listing collections with the key: the store answers 401',
  )
})

test.each<[string, string[], string, RegExp | undefined]>([
  ['the first ids in order', ['7', '8'], 'datasets', undefined],
  ['other ids', ['8'], 'datasets', /finds 7, 8, 9, expected 8 first/],
  ['a collection that is not there', ['7'], 'gone', /the store answers 404/],
])('a sample query: %s', async (_, ids, collection, said) => {
  const asked = sampleQuery(await open(), collection, { query: 7 }, ids)
  if (said) await expect(asked).rejects.toThrow(said)
  else await asked
})

test('the contract holds, and nothing stays behind', async () => {
  const { base, collections } = await stub()
  await contract({ base, ...keys }, 'contract-test')
  expect([...collections.keys()]).toEqual(['datasets'])
})

test.each<[string, Faults, string]>([
  ['a store without keys', { open: true }, 'without a key: the store answers 200'],
  ['a read-only key that writes', { readerWrites: true }, 'with the read-only key: the store answers 200'],
  ['a point that is lost', { loses: true }, 'finds nothing, expected 1 first'],
  ['a collection that stays', { refusesDelete: true }, 'deleting the test collection contract-test'],
])('the contract names %s', async (_, faults, said) => {
  await expect(contract(await open(faults), 'contract-test')).rejects.toThrow(said)
})

const command = (args: string[], env: NodeJS.ProcessEnv = { VECTOR_API_KEY: 'write' }) =>
  promisify(execFile)(process.execPath, [join(home, 'scripts/smoke/kfm-vector.ts'), ...args], { env: { ...process.env, ...env } }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
  )

test('the command: 0 when well, 1 when not, 2 for bad usage', async () => {
  const { base } = await stub()
  const query = join(tree({ 'query.json': '{"query": 7, "limit": 3}', 'bad.json': '[' }), 'query.json')
  const sample = (expected: string): string[] => ['--base', base.href, '--collection', 'datasets', '--query', query, '--expect', expected]
  expect(await command([...sample('7,8'), '--contract'])).toMatchObject({
    code: 0,
    text: expect.stringMatching(/finds what[\s\S]*not tried/),
  })
  expect(await command(sample('9'))).toMatchObject({ code: 1, text: expect.stringContaining('expected 9 first') })
  expect(await command(['--base', base.href], { VECTOR_API_KEY: '' })).toMatchObject({
    code: 2,
    text: expect.stringContaining('VECTOR_API_KEY'),
  })
  expect(await command(['--base', base.href, '--collection', 'a'])).toMatchObject({ code: 2, text: expect.stringContaining('together') })
  expect(await command(sample('7').map(arg => (arg === query ? join(scratch(), 'none') : arg)))).toMatchObject({ code: 2 })
  expect(await command(sample('7').map(arg => arg.replace('query.json', 'bad.json')))).toMatchObject({ code: 2 })
  expect(await command(['--base', 'http://vector.example'])).toMatchObject({ code: 2, text: expect.stringContaining('use https') })
})
