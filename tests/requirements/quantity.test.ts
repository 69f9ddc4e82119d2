import { expect, test } from 'vitest'
import { quantity, seconds } from './quantity.ts'

test.each([
  ['500m', 0.5],
  ['0.5', 0.5],
  ['300m', 0.3],
  ['2000m', 2],
  [4, 4],
  ['4', 4],
  ['.5', 0.5],
  ['1Gi', 1073741824],
  ['512Mi', 536870912],
  ['1024Ki', 1048576],
  ['100G', 1e11],
  ['1k', 1000],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1E', 1e18],
  ['250u', 0.00025],
  ['-1', -1],
])('quantity %s is %d', (text, number) => expect(quantity(text)).toBe(number))

test.each(['', 'abc', '1 Gi', '1gi', '1GiB', '128mb', '1e', '--1', undefined, null, {}])('%j is no quantity', text => {
  expect(() => quantity(text)).toThrow('is not a quantity')
})

test.each([
  ['30s', 30],
  ['5m', 300],
  ['1h30m', 5400],
  ['500ms', 0.5],
  ['3d', 259200],
])('duration %s is %d s', (text, number) => expect(seconds(text)).toBe(number))

test.each(['', '30', 's', '5 m', '1h x', undefined])('%j is no duration', text => {
  expect(() => seconds(text)).toThrow('is not a duration')
})
