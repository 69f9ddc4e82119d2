import { expect, test } from 'vitest'
import { leaves, locate, put } from './path.ts'

const value = { metadata: { annotations: { 'example.com/a.b': 'x' } }, ports: [{ name: 'http', port: 80 }, { name: 'grpc' }], empty: {} }

test.each<[string, (string | number)[], unknown]>([
  ['metadata.annotations[example.com/a.b]', ['metadata', 'annotations', 'example.com/a.b'], 'x'],
  ['ports[0].port', ['ports', 0, 'port'], 80],
  ['ports[name=grpc]', ['ports', 1], { name: 'grpc' }],
  ['ports[name=none].port', ['ports', -1, 'port'], undefined],
  ['ports[7]', ['ports', 7], undefined],
  ['metadata.none.deeper', ['metadata', 'none', 'deeper'], undefined],
  ['empty', ['empty'], {}],
])('%s is located', (path, steps, found) => expect(locate(value, path)).toEqual({ steps, found }))

test('put changes a copy', () => {
  expect(put(value, ['ports', 0, 'port'], 81)).toEqual({ ...value, ports: [{ name: 'http', port: 81 }, { name: 'grpc' }] })
  expect(put(value, ['ports', 0], undefined)).toEqual({ ...value, ports: [{ name: 'grpc' }] })
  expect(put(value, ['metadata', 'annotations', 'example.com/a.b'], undefined)).toEqual({ ...value, metadata: { annotations: {} } })
  expect(put({}, ['a', 'b'], 1)).toEqual({ a: { b: 1 } })
  expect(value.ports[0]).toEqual({ name: 'http', port: 80 })
})

test('leaves are all scalars, and what is empty', () => {
  expect(leaves({ a: [1, { b: null }], c: {}, d: [] }).map(({ steps, leaf }) => [steps.join('.'), leaf])).toEqual([
    ['a.0', 1],
    ['a.1.b', null],
    ['c', {}],
    ['d', []],
  ])
})
