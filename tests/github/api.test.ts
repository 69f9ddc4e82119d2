import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { openGitHub } from '../../scripts/lib/github/api.ts'
import { nobody, serve } from '../server.ts'
import { gitHubServer, newState } from './github-server.ts'

const pull = (number: number): never =>
  ({ number, head: { sha: 'a'.repeat(40) }, base: { ref: 'main', sha: '' }, labels: [] }) as unknown as never
const pulls = [1, 2, 3, 4, 5].map(pull)

/** Answers so often with one status and headers, then lets the server answer. */
const first = (times: number, status: number, headers: Record<string, string> = {}) => {
  let left = times
  return (_: string, response: ServerResponse): boolean => {
    if (left-- <= 0) return false
    response.writeHead(status, headers).end(JSON.stringify({ message: 'said GitHub' }))
    return true
  }
}

test('a list is read over all its pages', async () => {
  const { github } = await gitHubServer(newState({ pulls }))
  expect(await github.all('pulls?state=open')).toHaveLength(5)
})

const soon = String(Math.floor(Date.now() / 1000) + 100)

test.each([
  ['trouble of the server', first(3, 502), [1000, 2000, 4000]],
  ['retry-after', first(2, 429, { 'retry-after': '7' }), [7000, 7000]],
  ['a 403 that means too often', first(1, 403, { 'retry-after': '3' }), [3000]],
  ['a limit that ends at a time', first(1, 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': soon }), [expect.any(Number)]],
  ['a limit without a time', first(1, 429), [60_000]],
])('%s is waited for', async (_, before, expected) => {
  const { github, waits } = await gitHubServer(newState({ pulls, before }))
  expect(await github.all('pulls')).toHaveLength(5)
  expect(waits).toEqual(expected)
  for (const wait of waits) expect(wait).toBeLessThanOrEqual(100_000)
})

test.each([
  ['a missing permission', 403, {}, /^GET \/repos\/o\/r\/pulls: said GitHub; give the job the permission/],
  ['a wrong token', 401, {}, /does not accept the token/],
  ['what is not valid', 422, {}, /said GitHub \(422\)/],
  ['a moved repository', 301, { location: 'https://elsewhere.example/' }, /\(301\)/],
  ['a server that stays broken', 503, {}, /\(503\)/],
  ['a limit that lasts longer than the job', 429, { 'retry-after': '9999' }, /rate limit lasts longer than our 300 s/],
])('%s ends in exit 1 with a sentence', async (_, status, headers, expected) => {
  const { github } = await gitHubServer(newState({ before: first(99, status, headers) }))
  await expect(github.ask('GET', 'pulls')).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(expected) })
})

test('a limit that never ends is not waited for without end', async () => {
  const { github, waits } = await gitHubServer(newState({ before: first(99, 429, { 'retry-after': '1' }) }))
  await expect(github.ask('GET', 'pulls')).rejects.toMatchObject({ exitCode: 1 })
  expect(waits).toHaveLength(11)
})

test('a next page elsewhere gets no token', async () => {
  let told = 0
  const other = await serve((_, response) => response.end(String(told++)))
  const server = await serve((_, response) => response.writeHead(200, { link: `<${other}/x>; rel="next"` }).end('[]'))
  const github = openGitHub({ api: server, repository: 'o/r', token: 'token' })
  await expect(github.all('pulls')).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining('another address') })
  expect(told).toBe(0)
})

test('a file is fetched from where it lies without the token, and not beyond its limit', async () => {
  const { github } = await gitHubServer(newState({ archive: Buffer.from('bytes') }))
  expect(String(await github.download('actions/artifacts/1/zip', 100))).toBe('bytes')
  await expect(github.download('actions/artifacts/1/zip', 4)).rejects.toMatchObject({
    message: expect.stringContaining('more than 4 bytes'),
  })
})

test.each([
  ['nonsense', '<html>', /not JSON/],
  ['no list', '{}', /no list/],
])('%s is an answer that ends in exit 1', async (_, body, expected) => {
  const github = openGitHub({ api: await serve((_, response) => response.end(body)), repository: 'o/r', token: 'token' })
  await expect(github.all('pulls')).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(expected) })
})

test('nobody listens: exit 1 after some attempts', async () => {
  const github = openGitHub({ api: await nobody(), repository: 'o/r', token: 'token', pause: () => Promise.resolve() })
  await expect(github.ask('GET', 'pulls')).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining('ECONNREFUSED, 5 times') })
})

test.each([
  ['http://api.example', 'o/r', /use https/],
  ['https://api.example', 'o/r/../x', /not owner\/name/],
])('%s %s is bad usage', (api, repository, expected) => {
  expect(() => openGitHub({ api, repository, token: 'token' })).toThrow(expected)
})
