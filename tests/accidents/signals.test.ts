import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { busyEngine, settle, start, until, visit } from '../door.ts'
import { tree, unit } from '../helpers.ts'
import { slow } from '../limits/slow.ts'

const files = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => entry.name)

/** Starts a run whose second unit keeps an engine busy. */
const inMidRun = async (...args: string[]) => {
  const root = tree({ ...unit('overlays/dev/a'), ...slow('overlays/dev/b') })
  const run = await start(root, args)
  await busyEngine(run)
  return { root, run, pid: run.child.pid as number }
}

test.each([
  ['Ctrl-C', (pid: number) => process.kill(-pid, 'SIGINT')],
  ['SIGINT to the command alone', (pid: number) => process.kill(pid, 'SIGINT')],
  ['SIGTERM', (pid: number) => process.kill(pid, 'SIGTERM')],
  ['a closed terminal', (pid: number) => process.kill(-pid, 'SIGHUP')],
])('%s in mid-run: 130, nothing on stdout, no engine left', async (_, interrupt) => {
  const { root, run, pid } = await inMidRun('--update')
  interrupt(pid)
  const { status, signal, stdout, stderr } = await settle(run)
  expect([status, signal, stdout, stderr]).toEqual([130, null, '', ''])
  expect(readdirSync(root)).toEqual(['overlays'])
})

test('Ctrl-C twice', async () => {
  const { run, pid } = await inMidRun()
  process.kill(-pid, 'SIGINT')
  process.kill(-pid, 'SIGINT')
  expect([130, null]).toContain((await settle(run)).status)
})

test('SIGKILL of the command: its engines notice, even in mid-build', async () => {
  const { run, pid } = await inMidRun()
  process.kill(pid, 'SIGKILL')
  expect((await settle(run)).signal).toBe('SIGKILL')
})

/** A fast run may be over before the signal comes; what it leaves is judged all the same. */
const interruptIfRunning = (group: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-group, signal)
  } catch {}
}

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  '%s while golden files are written leaves each old or new, never half',
  async signal => {
    const units = Array.from({ length: 100 }, (_, i) => `overlays/dev/u${i}`)
    const big = (letter: string) => tree(Object.assign({}, ...units.map(path => unit(path, `a: ${letter.repeat(20_000)}`))))
    const root = big('x')
    // What a run that was killed between writing and renaming leaves behind.
    mkdirSync(join(root, 'tests/golden/dev'), { recursive: true })
    writeFileSync(join(root, 'tests/golden/dev/u1.yaml.1.tmp'), 'apiVersion')
    const run = await start(root, ['--update'])
    await until('the first golden files are there', () => {
      try {
        return files(root, 'tests/golden').length > 1
      } catch {
        return run.child.exitCode !== null
      }
    })
    interruptIfRunning(run.child.pid as number, signal)
    await settle(run, { temporary: signal === 'SIGKILL' })
    for (const name of files(root, 'tests/golden').filter(name => name.endsWith('.yaml')))
      expect(readFileSync(join(root, 'tests/golden/dev', name), 'utf8').length).toBeGreaterThan(20_000)
    // The next run deletes what was left, and is content.
    expect((await visit(root, ['--update'])).status).toBe(0)
    expect((await visit(root)).status).toBe(0)
  },
)

test('two runs and two updates at once do not disturb each other', async () => {
  const units = Array.from({ length: 20 }, (_, i) => `overlays/dev/u${i}`)
  const root = tree(Object.assign({}, ...units.map(path => unit(path))))
  const runs = await Promise.all([['--update'], ['--update'], ['--update', '--json'], ['--stdout']].map(args => start(root, args)))
  for (const one of runs) expect(await settle(one)).toMatchObject({ status: 0, stderr: '' })
  expect(files(root, 'tests/golden').sort()).toEqual(units.map(path => `${path.split('/').at(-1)}.yaml`).sort())
  expect((await visit(root)).status).toBe(0)
})

test('a reader that goes away is no error, and the verdict stays', async () => {
  const root = tree(Object.assign({}, ...Array.from({ length: 30 }, (_, i) => unit(`overlays/dev/u${i}`, `a: ${'x'.repeat(9000)}`))))
  for (const args of [['--stdout'], ['--json'], []]) {
    const one = await start(root, args)
    one.child.stdout?.destroy()
    expect(await settle(one)).toMatchObject({ status: args[0] === '--stdout' ? 0 : 1, stderr: '' })
  }
})

test('stdout and stderr closed from the start', async () => {
  const one = await start(tree(unit('overlays/dev/a')), ['--stdout'])
  one.child.stderr?.destroy()
  one.child.stdout?.destroy()
  expect((await settle(one)).status).toBe(0)
})
