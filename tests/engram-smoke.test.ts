import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { burst, healthy, persistence } from '../scripts/lib/smoke-engram.ts'
import { home } from '../scripts/lib/tools.ts'

let server: Server | undefined
afterEach(() => server?.close())

type Stub = { base: URL; memories: Map<string, string>; health: Record<string, number>; refuse: number }

/** A server with Engram's health, remember, search and delete addresses. Health answers 200 unless `health` says otherwise. */
const stub = async (): Promise<Stub> => {
  const state = { memories: new Map<string, string>(), health: {} as Record<string, number>, refuse: 0 }
  let next = 0
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
    let body = ''
    for await (const chunk of request) body += chunk
    const answer = (status: number, value: object = {}): void => void response.writeHead(status).end(JSON.stringify(value))
    if (request.method === 'POST' && pathname === '/api/v1/memories/remember') {
      if (state.refuse-- > 0) return answer(503)
      const { content, confidence } = JSON.parse(body)
      if (typeof content !== 'string' || typeof confidence !== 'number') return answer(400)
      const id = `mem_${next++}`
      state.memories.set(id, content)
      return answer(201, { memory_id: id })
    }
    if (request.method === 'DELETE') return answer(state.memories.delete(pathname.split('/').at(-1) ?? '') ? 204 : 404)
    if (pathname === '/api/v1/memories/search') {
      const found = [...state.memories].filter(([, content]) => content.includes(searchParams.get('q') ?? ''))
      return answer(200, { memories: found.map(([id, content]) => ({ id, content })) })
    }
    return answer(pathname.includes('health') ? (state.health[pathname] ?? 200) : 404)
  })
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
  return Object.assign(state, { base: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) })
}

const wait = (timeoutMs: number) => ({ timeoutMs, intervalMs: 20, say: () => {} })

test('well when all three addresses answer 200, and it says after how long', async () => {
  const { base } = await stub()
  expect(await healthy(base, wait(10_000))).toBeLessThan(10)
})

test.each(['/health/alive', '/health', '/api/v1/system/health'])('not well while %s answers 503', async path => {
  const { base, health } = await stub()
  health[path] = 503
  await expect(healthy(base, wait(2000))).rejects.toThrow(`${path} answers 503, expected 200`)
})

test('a burst stores all and takes them back; one that fails is counted', async () => {
  const one = await stub()
  expect(await burst(one.base, 100)).toBe(0)
  expect(one.memories.size).toBe(0)
  one.refuse = 2
  await expect(burst(one.base, 10)).rejects.toThrow('2 of 10 memories were not stored')
})

test('a memory that survives the pod is found and taken back; one that does not is data lost', async () => {
  const one = await stub()
  const reach = async (): Promise<URL> => one.base
  expect(await persistence({ reach, replace: async () => {} })).toBe(true)
  expect(one.memories.size).toBe(0)
  await expect(persistence({ reach, replace: async () => one.memories.clear() })).rejects.toThrow('data is lost')
})

const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(home, 'scripts/smoke/engram.ts'), ...args]).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
  )

test('the command: 0 when well, 1 when not, 2 for bad usage', async () => {
  const { base, health } = await stub()
  expect(await command('--base', base.href, '--burst', '3')).toMatchObject({ code: 0, text: expect.stringContaining('3 memories stored') })
  health['/health'] = 500
  expect(await command('--base', base.href, '--within', '2')).toMatchObject({
    code: 1,
    text: expect.stringContaining('/health answers 500'),
  })
  expect(await command('--base', 'http://engram.example')).toMatchObject({ code: 2, text: expect.stringContaining('use https') })
  expect(await command('--base', base.href, '--persistence')).toMatchObject({ code: 2 })
})
