import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CheckFinding } from '../../scripts/lib/check/finding.ts'
import { home } from '../../scripts/lib/tools.ts'
import { check, shared } from '../helpers-check.ts'
import { type Mutation, mutate, mutations } from './mutation.ts'

const all = mutations()

/** What a mistake may spoil for others: its app in every environment, or its component. */
const scopeOf = ({ file }: Mutation): string => {
  const [top = '', ...rest] = file.split('/')
  return top === 'apps' ? `${rest[0]}` : top === 'overlays' ? `${rest[1]}` : top === 'argo' ? top : rest.slice(0, 2).join('/')
}

/** As few runs as possible, in each of which no two mistakes are in one scope. */
const batches: Mutation[][] = []
for (const one of all) {
  const batch = batches.find(some => !some.some(other => scopeOf(other) === scopeOf(one)))
  if (batch) batch.push(one)
  else batches.push([one])
}

const root = shared()
const found = new Map<string, { findings: CheckFinding[]; line: number; stderr: string }>()

beforeAll(() => {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: home,
    encoding: 'utf8',
  }).split('\0')
  const wanted = files.filter(file => /^(apps|argo|base|docs|overlays|platform|\.github|tests\/golden)\//.test(file))
  // A file deleted but not yet committed is still in Git's list.
  for (const file of wanted.filter(one => existsSync(join(home, one)))) cpSync(join(home, file), join(root, file), { force: true })
  for (const batch of batches) {
    const before = batch.map(({ file }) => readFileSync(join(root, file), 'utf8'))
    const done = batch.map((one, i) => mutate(before[i] ?? '', one))
    for (const [i, { file }] of batch.entries()) writeFileSync(join(root, file), done[i]?.text ?? '')
    const { findings, stderr } = check(root)
    for (const [i, { name, file }] of batch.entries()) {
      found.set(name, { findings, line: done[i]?.line ?? 0, stderr })
      writeFileSync(join(root, file), before[i] ?? '')
    }
  }
}, 1_200_000)

/** The place where a finding belongs: the changed line, or the one that the table names. */
const placeOf = ({ file, near }: Mutation, line: number, text: (file: string) => string): string => {
  if (near === undefined) return `${file}:${line}`
  // Some things are so of a file and of none of its lines.
  if (/^\S+\.yaml$/.test(near)) return near
  const [, other = file, words = near] = /^(\S+\/\S+): (.*)$/.exec(near) ?? []
  return `${other}:${
    text(other)
      .split('\n')
      .findIndex(one => one.includes(words)) + 1
  }`
}

describe('every kind of mistake in the real tree is found in its line', () => {
  test('there are at least sixty kinds', () => expect(new Set(all.map(({ name }) => name)).size).toBeGreaterThanOrEqual(60))
  test('they are names of their own', () => expect(all.length).toBe(new Set(all.map(({ name }) => name)).size))
  test.each(all.map((one): [string, Mutation] => [one.name, one]))('%s', (name, one) => {
    const { findings, line, stderr } = found.get(name) ?? { findings: [], line: 0, stderr: '' }
    expect(stderr).not.toMatch(/^\s+at .+:\d+|This is a bug/m)
    const text = (file: string): string => {
      const content = readFileSync(join(root, file), 'utf8')
      return file === one.file ? mutate(content, one).text : content
    }
    const said = findings.filter(({ code }) => code === one.code)
    const places = said.map(({ at }) => [at.file, at.line].filter(Boolean).join(':'))
    expect(places).toContain(placeOf(one, line, text))
  })
})
