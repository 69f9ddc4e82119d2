import { expect, test } from 'vitest'
import { renderedImages } from '../scripts/lib/rendered-images.ts'
import { run, tree } from './helpers.ts'

const pod = (...images: string[]): object => ({ containers: images.map(image => ({ name: image, image })) })

test.each([
  ['a Pod', { kind: 'Pod', spec: pod('a:1') }, ['a:1']],
  ['a CronJob', { kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: pod('a:1') } } } } }, ['a:1']],
  [
    'a Rollout, init containers included',
    { kind: 'Rollout', spec: { template: { spec: { initContainers: [{ image: 'i:1' }], ...pod('a:1') } } } },
    ['a:1', 'i:1'],
  ],
  ['an image volume', { kind: 'Pod', spec: { volumes: [{ name: 'v', image: { reference: 'v:1' } }] } }, ['v:1']],
  ['one image twice', { kind: 'Pod', spec: pod('b:1', 'a:1', 'b:1') }, ['a:1', 'b:1']],
  ['a field called image that no container has', { kind: 'ConfigMap', data: { image: 'a:1' }, spec: { image: 'a:1' } }, []],
  ['what is no object', null, []],
])('%s', (_, object, images) => {
  expect(renderedImages([object])).toEqual(images)
})

const root = (): string =>
  tree({
    'overlays/dev/web/kustomization.yaml': '',
    'tests/golden/dev/a.yaml': `${JSON.stringify({ kind: 'Pod', spec: pod('b:1') })}\n---\n${JSON.stringify({ kind: 'Pod', spec: pod('a:1') })}\n`,
    'tests/golden/dev/b.yaml': JSON.stringify({ kind: 'Pod', spec: pod('a:1') }),
  })

test.each([
  ['a line each', ['dev'], 'a:1\nb:1\n'],
  ['a JSON list', ['dev', '--json'], '["a:1","b:1"]\n'],
])('%s', (_, args, stdout) => {
  expect(run('images', args, { cwd: root() })).toMatchObject({ status: 0, stdout })
})

test.each([
  ['no environment', [], 'name one environment'],
  ['one that is not there', ['nope'], 'no golden render of "nope"'],
  ['a way out', ['../..'], 'name one environment'],
])('%s is bad usage', (_, args, stderr) => {
  expect(run('images', args, { cwd: root() })).toMatchObject({ status: 2, stderr: expect.stringContaining(stderr) })
})
