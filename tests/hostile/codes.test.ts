import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codes, isRefusalCode } from '../../scripts/lib/findings.ts'
import { home } from '../../scripts/lib/tools.ts'
import { yamlRules } from '../../scripts/lib/yaml/rules.ts'

test('docs/bad-input.md has one row for every code, and none for others', () => {
  const rows = readFileSync(join(home, 'docs/bad-input.md'), 'utf8').matchAll(/^\| .+ \| `([A-Z_]+)` \| .+ \| .+ \|$/gm)
  expect([...rows].map(([, code]) => code).sort()).toEqual([...new Set([...codes, ...Object.keys(yamlRules)])].sort())
})

test('every code that the engine can send has its message', () => {
  const folder = join(home, 'tools/engine')
  const sources = readdirSync(folder).filter(name => name.endsWith('.go') && !name.endsWith('_test.go'))
  const text = sources.map(name => readFileSync(join(folder, name), 'utf8')).join('\n')
  const sent = [...new Set(text.match(/(?<=")(PATH|SYMLINK|FIELD|GENERATOR|KEY|YAML|KUSTOMIZATION|LIMIT)_[A-Z]+(?=")/g))]
  expect(sent.length).toBeGreaterThan(20)
  expect(sent.filter(code => !isRefusalCode(code))).toEqual([])
})
