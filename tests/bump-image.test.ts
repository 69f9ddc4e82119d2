import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../scripts/lib/tools.ts'
import { scratch, tree } from './helpers.ts'
import { serve } from './server.ts'

const kustomization = (image: string, version: string): string =>
  `# first line\nimages:\n  - name: ${image}\n    newTag: ${version} # why\nlabels:\n  - pairs:\n      version: ${version}\n`
const index = (...architectures: string[]): string =>
  JSON.stringify({ manifests: architectures.map(architecture => ({ platform: { os: 'linux', architecture } })) })

type Bumped = { status: number; out: string; files: Record<string, string> }

/** Bumps in a small repository, against a registry that has an image for these architectures. */
const bump = async (app: string, version: string, architectures: string[]): Promise<Bumped> => {
  const root = tree({
    'overlays/dev/tartware-core-service/kustomization.yaml': kustomization('ghcr.io/tartware/core-service', '0.1.0'),
    'overlays/dev/formdb-http-api/kustomization.yaml': kustomization('ghcr.io/hyperpolymath/formdb-http-api', 'v1.0.0'),
    'overlays/staging/formdb-http-api/kustomization.yaml': kustomization('ghcr.io/hyperpolymath/formdb-http-api', 'v1.0.0'),
    'overlays/dev/two/kustomization.yaml': 'images:\n  - name: a\n    newTag: "1"\n  - name: b\n    newTag: "1"\n',
  })
  const registry = await serve((request, response) =>
    request.url?.includes('/manifests/') && architectures.length > 0
      ? response.end(index(...architectures))
      : response.writeHead(404).end(),
  )
  const args = [join(home, 'scripts/bump-image.ts'), app, version, '--root', root, '--registry', registry]
  const child = spawn(process.execPath, args, { env: { ...process.env, XDG_CACHE_HOME: scratch(), NO_COLOR: '1' } })
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      out += chunk
    })
  const status = await new Promise<number>(resolve => child.on('close', resolve))
  const read = (path: string): string => readFileSync(join(root, 'overlays', path, 'kustomization.yaml'), 'utf8')
  const units = ['dev/tartware-core-service', 'dev/formdb-http-api', 'staging/formdb-http-api']
  return { status, out, files: Object.fromEntries(units.map(unit => [unit, read(unit)])) }
}

const digest = (...architectures: string[]): string =>
  createHash('sha256')
    .update(index(...architectures))
    .digest('hex')

test('a service of Tartware begins in dev, with the digest that the registry has', async () => {
  const { status, files } = await bump('tartware-core-service', '0.2.0', ['amd64'])
  expect(status).toBe(0)
  expect(files['dev/tartware-core-service']).toBe(
    `# first line\nimages:\n  - name: ghcr.io/tartware/core-service\n    newTag: 0.2.0 # why\n    digest: sha256:${digest('amd64')}\nlabels:\n  - pairs:\n      version: 0.2.0\n`,
  )
})

test('FormDB begins in staging', async () => {
  const { status, files } = await bump('formdb-http-api', 'v1.1.0', ['amd64', 'arm64'])
  expect(status).toBe(0)
  expect(files['staging/formdb-http-api']).toContain(`digest: sha256:${digest('amd64', 'arm64')}`)
  expect(files['dev/formdb-http-api']).toBe(kustomization('ghcr.io/hyperpolymath/formdb-http-api', 'v1.0.0'))
})

test.each([
  ['an architecture is missing', 'formdb-http-api', 'v1.1.0', ['amd64'], 1, /has no linux\/arm64/],
  ['the registry does not have it', 'formdb-http-api', 'v9.9.9', [], 1, /is not in 127/],
  ['another digest than the registry has', 'tartware-core-service', `0.2.0@sha256:${'0'.repeat(64)}`, ['amd64'], 1, /sent other content/],
  ['a tag that moves', 'tartware-core-service', 'latest', ['amd64'], 2, /moves; name a version/],
  ['no app', 'nope', '1.0.0', ['amd64'], 2, /no app of dev is called "nope"/],
  ['a way out', '../prod/x', '1.0.0', ['amd64'], 2, /no app of dev/],
  ['a shell’s words', 'formdb-http-api', '$(id)', ['amd64'], 2, /is not an image with a tag/],
  ['two images', 'two', '2', ['amd64'], 2, /exactly one entry of images, it has 2/],
])('%s: nothing is changed', async (_, app, version, architectures, status, expected) => {
  const ran = await bump(app, version, architectures)
  expect([ran.status, ran.out]).toEqual([status, expect.stringMatching(expected)])
  for (const text of Object.values(ran.files)) expect(text).not.toContain('digest')
})
