import { expect, test, vi } from 'vitest'
import { visit } from '../door.ts'
import { type Case, cases, commit, repository } from './repository.ts'
import { setTraps } from './traps.ts'

// A thousand units, and an engine that is replaced after each of those that touch kustomize's schema.
vi.setConfig({ testTimeout: 200_000 })

type Found = { unit: string; code: string; at: { file: string; line: number; col: number }; message: string }

/** `files: [key=path]` is cut at the first "=": what follows it is the path, and none of these exists. */
const cut = ({ field, value, code }: Case): string => (field.name.endsWith('files') && value.includes('=') ? 'PATH_MISSING' : code)

/** One line a case, so that a difference reads as one. */
const wanted = (all: Case[], code: (one: Case) => string): string[] =>
  all.map(one => `${one.field.name} ${JSON.stringify(one.value)} → ${code(one)} overlays/${one.unit}/${one.field.at}`)

const seen = (all: Case[], stdout: string): string[] => {
  const findings = Map.groupBy(JSON.parse(stdout).findings as Found[], ({ unit }) => unit)
  return all.map(({ unit, field, value }) => {
    const found = (findings.get(unit) ?? []).map(({ code, at: { file, line, col } }) => `${code} ${file}:${line}:${col}`)
    return `${field.name} ${JSON.stringify(value)} → ${found.join(' + ') || 'rendered'}`
  })
}

test('every hostile value in every field is refused at its place, and nothing outside is touched', async () => {
  const traps = await setTraps(false)
  const all = cases(traps)
  const root = repository(all, traps)
  const run = await visit(root, ['--json'], { env: traps.env })
  traps.check(run, root)
  expect(seen(all, run.stdout)).toEqual(wanted(all, cut))
  expect(run.status).toBe(2)
})

test('the same from a commit', async () => {
  const traps = await setTraps(true)
  const all = cases(traps)
  const root = repository(all, traps)
  const id = commit(root)
  const run = await visit(root, ['--json', '--at', id], { env: traps.env })
  traps.check(run, root)
  // A pipe can't be committed.
  const code = (one: Case): string => (one.code === 'PATH_SPECIAL' ? 'PATH_MISSING' : cut(one))
  expect(seen(all, run.stdout)).toEqual(wanted(all, code))
  expect(run.status).toBe(2)
})

test('as text, each is one line: place, code, and what to do', async () => {
  const traps = await setTraps(false)
  const all = cases(traps).filter(({ field }) => field.name === 'resources')
  const { stdout } = await visit(repository(all, traps), [], { env: traps.env })
  for (const { unit, field, code } of all) {
    const line = stdout.split('\n').find(line => line.startsWith(`overlays/${unit}/${field.at}  ${code}  ${unit}: `))
    expect(line).toMatch(/; (?:\w+ )+/)
  }
  expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]|^\s*::/m)
})
