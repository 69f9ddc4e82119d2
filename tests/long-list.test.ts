import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { UnitRow } from '../scripts/lib/report/data.ts'
import { plain, startTable } from '../scripts/lib/report/text.ts'
import { home } from '../scripts/lib/tools.ts'
import { run, tree, unit } from './helpers.ts'

const rowOf = (name: string, objects: number): UnitRow => ({
  ...{ name, path: name, objects, ms: 1, schemas: { covered: objects, total: objects }, golden: 'same', warnings: [] },
})

test('a table that is printed as it grows has its titles once, and columns for all names from the start', () => {
  const table = startTable(['dev/a', 'prod/long-name'], plain)
  expect(table([rowOf('dev/a', 1)])).toBe('unit            objects  ms  schemas  golden\ndev/a                 1   1   1 of 1  same')
  expect(table([rowOf('prod/long-name', 10)])).toBe('prod/long-name       10   1  10 of 10  same')
})

test('of a long list the first results come before the last are known, in order, and each once', { timeout: 300_000 }, async () => {
  const names = Array.from({ length: 501 }, (_, i) => `dev/unit${String(i).padStart(3, '0')}`)
  const root = tree(Object.assign({}, ...names.map(name => unit(`overlays/${name}`))))
  const { CI: _, ...env } = process.env
  const child = spawn(process.execPath, [join(home, 'scripts/render.ts'), '--root', root], { env: { ...env, NO_COLOR: '1' } })
  const chunks: string[] = []
  child.stdout.setEncoding('utf8').on('data', chunk => chunks.push(chunk))
  let stderr = ''
  child.stderr.on('data', chunk => (stderr += chunk))
  await new Promise(resolve => child.on('close', resolve))
  const rows = chunks.join('').split('\n')
  expect(rows.filter(line => /^dev\/unit\d+ +1 /.test(line)).map(line => line.split(' ')[0])).toEqual(names)
  expect(rows.filter(line => line.startsWith('unit '))).toHaveLength(1)
  expect(chunks[0]).toContain('dev/unit000')
  expect(chunks[0]).not.toContain('dev/unit500')
  // No terminal, no progress: a log gets nothing but results.
  expect(stderr).toBe('')
})

test('a first batch in which nothing builds leaves no mark in the YAML of the next', { timeout: 300_000 }, async () => {
  const bad = Array.from({ length: 500 }, (_, i) => `overlays/dev/bad${i}/kustomization.yaml`)
  const root = tree({ ...Object.fromEntries(bad.map(path => [path, 'resources: [away.yaml]\n'])), ...unit('overlays/dev/good') })
  const { stdout } = run('render', ['--root', root, '--stdout'])
  expect(stdout.split('\n')[0]).toBe('apiVersion: v1')
})
