import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dangerRules, dangersOf } from '../../scripts/lib/danger/judge.ts'
import { home } from '../../scripts/lib/tools.ts'
import { changeOf } from './change.ts'
import { casesOf } from './fixture.ts'

const codes = Object.keys(dangerRules)

test('there are the rules D01 to D52, each with a fixture of its own', () => {
  expect(codes).toEqual(Array.from({ length: 52 }, (_, i) => `D${String(i + 1).padStart(2, '0')}`))
  expect(
    readdirSync(join(home, 'tests/fixtures/danger'))
      .filter(file => /^D\d\d\.yaml$/.test(file))
      .sort(),
  ).toEqual(codes.map(code => `${code}.yaml`))
})

test('every rule has a name of its own, and says why, how to do it safely, and where to read on', () => {
  const rules = Object.values(dangerRules)
  expect(new Set(rules.map(({ name }) => name)).size).toBe(52)
  for (const { name, why, fix, more, signal } of rules) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/)
    for (const text of [why, fix, more, signal]) expect(text.length).toBeGreaterThan(10)
  }
})

describe.each(codes)('%s', code => {
  const cases = casesOf(code)

  test('has changes that it must see, and near ones that it must not', () => {
    expect(cases.some(({ expected }) => expected.includes(code))).toBe(true)
    expect(cases.some(({ expected }) => expected.length === 0)).toBe(true)
  })

  test.each(cases.map(one => [one.expected.length > 0 ? 'fires' : 'near', one.name, one] as const))('%s: %s', (_, __, one) => {
    const said = dangersOf(changeOf(one))
    expect([...new Set(said.map(({ rule }) => rule))].sort(), said.map(({ rule, problem }) => `${rule} ${problem}`).join('\n')).toEqual(
      one.expected.sort(),
    )
  })
})
