import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dangersDoc, dangersText } from '../../scripts/lib/danger/document.ts'
import { dangerRules } from '../../scripts/lib/danger/judge.ts'
import { home } from '../../scripts/lib/tools.ts'

test('docs/dangers.md says what the rules say: pnpm check --write-docs', () => {
  expect(readFileSync(join(home, dangersDoc), 'utf8')).toBe(dangersText())
})

test('every document and file that a rule names is there', () => {
  const text = Object.values(dangerRules).map(({ fix, more }) => `${fix} ${more}`)
  const named = text.flatMap(one => one.match(/\b(docs|scripts|base)\/[\w./-]*\w/g) ?? [])
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter(path => !existsSync(join(home, path)))).toEqual([])
})

test('the rules of docs/policies.md that are named are there', () => {
  const policies = readFileSync(join(home, 'docs/policies.md'), 'utf8')
  const named = Object.values(dangerRules).flatMap(({ more }) => /docs\/policies\.md, ([\w, -]+)/.exec(more)?.[1]?.split(/, | and /) ?? [])
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter(code => !policies.includes(`\`${code}\``))).toEqual([])
})
