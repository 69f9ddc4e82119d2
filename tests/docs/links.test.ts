import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../../scripts/lib/tools.ts'
import { type Document, documents, split } from './documents.ts'

/** The anchors of a document, as GitHub makes them: lower case, no punctuation, dashes for spaces, a number for a repeated heading. */
const anchors = (text: string): Set<string> => {
  const seen = new Map<string, number>()
  const found = new Set<string>()
  for (const [, heading] of split(text).prose.matchAll(/^#+ (.*)$/gm)) {
    const slug = (heading ?? '')
      .toLowerCase()
      .replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    found.add(times === 0 ? slug : `${slug}-${times}`)
  }
  return found
}

/** What a path holds: a file's text, nothing for a folder; undefined when neither is there. */
type Look = (path: string) => string | undefined

const onDisk: Look = path => {
  const full = join(home, path)
  if (path.startsWith('..') || !existsSync(full)) return undefined
  return statSync(full).isDirectory() ? '' : readFileSync(full, 'utf8')
}

/** What is wrong with the links of a document: a file that isn't there, an anchor that no heading gives. */
const broken = ({ path, text }: Document, look: Look): string[] =>
  [
    ...split(text)
      .prose.replaceAll(/`[^`]*`/g, '')
      .matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g),
  ].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return []
    const [file = '', anchor] = target.split('#')
    const found = file === '' ? text : look(normalize(join(dirname(path), file)))
    if (found === undefined) return [`${path}: ${target}: no such file`]
    return anchor === undefined || anchors(found).has(anchor) ? [] : [`${path}: ${target}: no such heading`]
  })

test('every link in every document leads somewhere', () => {
  const all = documents()
  expect(all.length).toBeGreaterThan(20)
  expect(all.flatMap(document => broken(document, onDisk))).toEqual([])
})

const other: Look = path => (path === 'docs/b.md' ? '# B c' : undefined)

test.each([
  ['a file that is not there', '[a](nowhere.md)', ['docs/a.md: nowhere.md: no such file']],
  ['a heading that is not there', '[a](#nowhere)', ['docs/a.md: #nowhere: no such heading']],
  ['a heading', '# A `b`, c: d\n[a](#a-b-c-d)', []],
  ['a heading of another file', '[a](b.md#b-c) [a](../docs/b.md)', []],
  ['a heading that another file lacks', '[a](b.md#c)', ['docs/a.md: b.md#c: no such heading']],
  ['the second of two equal headings', '# A\n# A\n[a](#a-1)', []],
  ['a heading in a code block', '```\n# A\n```\n[a](#a)', ['docs/a.md: #a: no such heading']],
  ['a link in a code block', '```\n[a](nowhere.md)\n```', []],
  ['another site', '[a](https://example.com/x)', []],
])('%s', (_, text, found) => {
  expect(broken({ path: 'docs/a.md', text }, other)).toEqual(found)
})
