import { expect, test } from 'vitest'
import { chartImages, renderedFor } from '../../scripts/lib/bundle/images.ts'
import { renderedImages } from '../../scripts/lib/rendered-images.ts'
import { home } from '../../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk } from '../../scripts/lib/units.ts'
import { tree } from '../helpers.ts'
import { endEngines, render, workingTree } from '../requirements/renders.ts'

endEngines()

const units = findUnits(foldersOnDisk(home)).filter(({ env }) => env === 'offline')
const registry = 'registry.offline.example'

/** Every text anywhere in an object. */
const strings = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : []

test('nothing that offline renders is missing from the list, wherever it is named', { timeout: 120_000 }, async () => {
  const listed = renderedFor(home, 'offline').map(({ mirror, digest }) => `${mirror}${digest ? `@${digest}` : ''}`)
  for (const { path } of units) {
    await render(path)
    const objects = workingTree.objects(path)
    const mentioned = objects
      .flatMap(strings)
      .flatMap(text => text.match(/registry\.offline\.example\/[\w./-]+:[\w.-]+(@sha256:[0-9a-f]{64})?/g) ?? [])
    expect(listed, path).toEqual(expect.arrayContaining([...renderedImages(objects), ...mentioned]))
  }
  expect(units.length).toBeGreaterThan(15)
  expect(listed.length).toBeGreaterThan(10)
})

const environment = `data:\n  registry: ${registry}\n`

test('an image whose source no overlay names is refused: nobody could fetch it', () => {
  const root = tree({
    'base/env/offline/environment.yaml': environment,
    'tests/golden/offline/web.yaml': `kind: Pod\nspec: {containers: [{image: "${registry}/team/web:1.0.0"}]}\n`,
  })
  expect(() => renderedFor(root, 'offline')).toThrow(
    /no overlay of offline says where registry\.offline\.example\/team\/web:1\.0\.0 comes from/,
  )
})

test.each([
  ['an image', 'image: quay.io/a/b:v1', ['quay.io/a/b:v1 registry.offline.example/a/b:v1']],
  ['one of Docker Hub', 'image: a/b:v1', ['a/b:v1 registry.offline.example/a/b:v1']],
  ['an official one of Docker Hub', 'image: redis:8', ['redis:8 registry.offline.example/library/redis:8']],
  ['an argument', 'args: ["--reloader=quay.io/a/b:v1"]', ['quay.io/a/b:v1 registry.offline.example/a/b:v1']],
  [
    'lines of a setting',
    'value: |\n  4.0=quay.io/a/b:v1\n  4.1=quay.io/a/b:v2\n',
    ['quay.io/a/b:v1 registry.offline.example/a/b:v1', 'quay.io/a/b:v2 registry.offline.example/a/b:v2'],
  ],
  ['an address', 'url: https://a.example/b:80', []],
  ['a host and port', 'server: a.example:443/b', []],
  ['a key', 'image: {repository: a/b, tag: v1}', []],
])('%s of a chart', (_, text, expected) => {
  const root = tree({ 'base/env/offline/environment.yaml': environment })
  const found = chartImages(root, 'offline', [{ path: 'x.yaml', text }])
  expect(found.map(({ source, mirror }) => `${source} ${mirror}`)).toEqual(expected)
})
