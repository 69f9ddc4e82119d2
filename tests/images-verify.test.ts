import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseImage, repositoryOf } from '../scripts/lib/image-reference.ts'
import { verifyImage } from '../scripts/lib/images-verify.ts'
import { nobody, serve } from './server.ts'

const both = ['linux/amd64', 'linux/arm64']
const index = (...platforms: string[]): string =>
  JSON.stringify({
    manifests: platforms.map(platform => ({ platform: { os: platform.split('/')[0], architecture: platform.split('/')[1] } })),
  })
const digestOf = (body: string): string => `sha256:${createHash('sha256').update(body).digest('hex')}`
const image = parseImage('registry.example/team/app:v1.0.0')

/** A registry with one manifest that asks for an anonymous token first. */
const registry = async (status: number, body: string, tokenStatus = 200): Promise<{ api: URL; asked: string[] }> => {
  const asked: string[] = []
  const address = await serve((request, response) => {
    asked.push(request.url ?? '')
    if (request.url?.startsWith('/token')) response.writeHead(tokenStatus).end(JSON.stringify({ token: 'anonymous' }))
    else if (request.headers.authorization === 'Bearer anonymous') response.writeHead(status).end(body)
    else response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token",service="here"` }).end()
  })
  return { api: new URL(address), asked }
}

test('both platforms: the reference gets the digest of what was checked', async () => {
  const body = index('unknown/unknown', ...both)
  const { api, asked } = await registry(200, body)
  expect(await verifyImage(image, both, api)).toEqual({ ...image, digest: digestOf(body) })
  expect(asked).toEqual([
    '/v2/team/app/manifests/v1.0.0',
    '/token?scope=repository%3Ateam%2Fapp%3Apull&service=here',
    '/v2/team/app/manifests/v1.0.0',
  ])
})

test.each([
  ['one platform only', 200, index('linux/amd64'), /has no linux\/arm64 \(it has linux\/amd64\)/],
  ['a single image, not an index', 200, JSON.stringify({ config: {} }), /has no linux\/amd64, no linux\/arm64 \(it has none\)/],
  ['no such tag', 404, '', /is not in 127/],
  ['a broken registry', 500, '', /answers 500/],
  ['nonsense', 200, '<html>', /is not JSON/],
])('%s: exit 1', async (_, status, body, expected) => {
  const { api } = await registry(status, body)
  await expect(verifyImage(image, both, api)).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(expected) })
})

test('a private image and a registry that is away are findings, not stacks', async () => {
  const { api } = await registry(200, '', 403)
  await expect(verifyImage(image, both, api)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('without a login (401)'),
  })
  await expect(verifyImage(image, both, new URL(await nobody()))).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

test('content that differs from its digest is refused', async () => {
  const { api } = await registry(200, index(...both))
  const pinned = { ...image, digest: digestOf('other') }
  await expect(verifyImage(pinned, both, api)).rejects.toMatchObject({ message: expect.stringContaining('other content') })
})

test.each([
  ['app', 'registry-1.docker.io', 'library/app'],
  ['team/app', 'registry-1.docker.io', 'team/app'],
  ['ghcr.io/team/app', 'ghcr.io', 'team/app'],
  ['localhost:5000/app', 'localhost:5000', 'app'],
])('%s is asked for at %s as %s', (name, host, repository) => {
  expect(repositoryOf(name)).toEqual({ registry: host, repository })
})

test.each(['app', 'app:latest', 'app:main', 'app:v1@sha256:12', '-x:v1', 'app:v1 b', ''])('%j is no image to deploy', text => {
  expect(() => parseImage(text)).toThrow(/not an image with a tag|moves/)
})
