import { expect, test } from 'vitest'
import { alertsIn } from '../../scripts/lib/documents/alerts.ts'
import { outdated } from '../../scripts/lib/documents/command.ts'
import { fill, markdownTable } from '../../scripts/lib/documents/marks.ts'
import { needs, reached } from '../../scripts/lib/documents/modules.ts'
import { home } from '../../scripts/lib/tools.ts'
import { run, tree } from '../helpers.ts'

test('every written part of a document is as it should be; else run pnpm documents', () => {
  expect([...outdated(home).keys()]).toEqual([])
})

test('no part of scripts/lib needs a part that needs it', () => {
  const graph = needs(home)
  expect(graph.size).toBeGreaterThan(20)
  expect([...graph.keys()].filter(part => reached(graph, part).has(part))).toEqual([])
})

test('every alert says how bad it is, what is wrong and where to read on', () => {
  const all = alertsIn(home)
  expect(all.length).toBeGreaterThan(40)
  for (const { name, severity, says, runbook } of all) {
    expect(['critical', 'warning'], name).toContain(severity)
    expect(says, name).toMatch(/\w/)
    expect(runbook, name).toMatch(/^[\w./-]+\.md#[\w-]+$/)
  }
})

const source = (lines: string): string => `${lines}\n`
test.each<[string, string, string[]]>([
  ['a value', "import { b } from '../two/b.ts'", ['two']],
  ['over several lines', "import {\n  type A,\n  b,\n} from '../two/b.ts'", ['two']],
  ['when it is wanted', "const b = await import('../two/b.ts')", ['two']],
  ['a type', "import type { B } from '../two/b.ts'", []],
  ['types alone', "import { type A, type B } from '../two/b.ts'", []],
  ['its own folder', "import { c } from './c.ts'", []],
  ['a file of scripts/lib itself', "import { c } from '../c.ts'", []],
  ['a package', "import { parse } from 'yaml'", []],
])('what a part needs: %s', (_, lines, expected) => {
  const root = tree({ 'scripts/lib/one/a.ts': source(lines), 'scripts/lib/two/b.ts': '', 'scripts/lib/c.ts': '' })
  expect([...(needs(root).get('one') ?? [])]).toEqual(expected)
})

test('a part stands between its two comment lines, and what is around it stays', () => {
  const text = 'a\n<!-- x: written by pnpm documents -->\nold\n<!-- end of x -->\nb\n'
  const once = fill(text, 'a.md', 'x', 'new')
  expect(once).toBe('a\n<!-- x: written by pnpm documents -->\nnew\n<!-- end of x -->\nb\n')
  expect(fill(once, 'a.md', 'x', 'new')).toBe(once)
  expect(() => fill('a', 'a.md', 'x', 'new')).toThrow('a.md has lost the two comment lines around "x"')
})

test('a bar in a cell ends no cell', () => {
  expect(markdownTable(['a', 'b'], [['1|2', '3']])).toBe('| a | b |\n|---|---|\n| 1\\|2 | 3 |')
})

test('a wrong flag is told, and nothing is written', () => {
  expect(run('documents', ['--chek'])).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean --check') })
})
