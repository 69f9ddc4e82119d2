import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../../scripts/lib/tools.ts'
import { documents } from './documents.ts'

/** Every link of a document, as a path from the root; docs/README.md stands in docs/. */
const linked = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, path = '']) => (path.startsWith('../') ? path.slice(3) : `docs/${path}`))

test('docs/README.md leads to every document of docs/; decisions and requirements have lists of their own', () => {
  const all = documents()
  const listed = (path: string): string[] => linked(all.find(one => one.path === path)?.text ?? '')
  const own = all.map(({ path }) => path).filter(path => path.startsWith('docs/') && !/^docs\/(decisions|requirements)\//.test(path))
  expect(own.length).toBeGreaterThan(30)
  expect(own.filter(path => path !== 'docs/README.md' && !listed('docs/README.md').includes(path))).toEqual([])
})

test('the list of decisions leads to every decision', () => {
  const [index, ...others] = documents()
    .filter(({ path }) => path.startsWith('docs/decisions/'))
    .sort((a, b) => Number(b.path.endsWith('README.md')) - Number(a.path.endsWith('README.md')))
  expect(others.length).toBeGreaterThan(10)
  expect(others.filter(({ path }) => !index?.text.includes(`](${path.replace('docs/decisions/', '')})`)).map(({ path }) => path)).toEqual(
    [],
  )
})

/** Procedures: each names what to do only together with how to see that it is done. */
test('a document that says Action says Context and Verification too', () => {
  const procedures = documents().filter(({ path, text }) => path.startsWith('docs/operations/') && /\bAction\b/.test(text))
  expect(procedures.length).toBeGreaterThan(12)
  expect(procedures.filter(({ text }) => !/\bContext\b/.test(text) || !/\bVerification\b/.test(text)).map(({ path }) => path)).toEqual([])
})

test('CONTRIBUTING lists every command that package.json has', () => {
  const { scripts } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  const names = Object.entries(scripts).flatMap(([name, script]) => (script.startsWith('node scripts/') ? [name] : []))
  const table = readFileSync(join(home, 'CONTRIBUTING.md'), 'utf8').split('## Commands')[1] ?? ''
  expect(names.length).toBeGreaterThan(15)
  expect(names.filter(name => !new RegExp(`\`pnpm (run )?${name}\\b`).test(table))).toEqual([])
})
