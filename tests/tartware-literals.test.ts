import { expect, test } from 'vitest'
import { literals } from './requirements/tartware/literals.ts'

test.each([
  [{ env: [{ name: 'DB_PASSWORD', value: 'x' }] }, ['DB_PASSWORD']],
  [{ data: { API_KEY: 'x' } }, ['API_KEY']],
  [{ env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'a', key: 'DB_PASSWORD' } } }] }, []],
])('literals in %j', (value, expected) => {
  expect(literals(value)).toEqual(expected)
})
