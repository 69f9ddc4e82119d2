import { expect, test } from 'vitest'
import { busyEngine, settle, start, visit } from '../door.ts'
import { tree, unit } from '../helpers.ts'
import { hungry, slow } from './slow.ts'

/** Two good units and between them, by name, the one that goes wrong. */
const around = (files: (path: string) => Record<string, string>): string =>
  tree({ ...unit('overlays/dev/a'), ...files('overlays/dev/b'), ...unit('overlays/dev/c') })

const goodOnes = /^dev\/a +1 .*\n.*dev\/b +- .*\n.*dev\/c +1 /m

test('a build that never ends', async () => {
  const { status, stdout } = await visit(around(slow), ['--time-limit', '3'])
  expect(stdout).toMatch(/overlays\/dev\/b {2}LIMIT_TIME {2}dev\/b: .*the limit of 3 s; simplify the unit, or raise --time-limit/)
  expect(stdout).toMatch(goodOnes)
  expect(status).toBe(2)
})

test('memory that grows', async () => {
  const { status, stdout } = await visit(around(hungry), ['--memory-limit', '100', '--time-limit', '100'])
  expect(stdout).toMatch(/overlays\/dev\/b {2}LIMIT_MEMORY {2}dev\/b: .*the limit of 100 MiB; split the unit, or raise --memory-limit/)
  expect(stdout).toMatch(goodOnes)
  expect(status).toBe(2)
})

test('a memory limit that no engine can start with', async () => {
  const { status, stdout } = await visit(
    around(path => unit(path)),
    ['--memory-limit', '1'],
  )
  expect(stdout.match(/(LIMIT_MEMORY|ENGINE_DIED) {2}dev\/[abc]/g)).toHaveLength(3)
  expect(status).toBe(2)
})

test.each([
  ['killed', 'SIGKILL', /ENGINE_DIED {2}dev\/b: the render engine died on this unit \(signal SIGKILL\)/],
  ['killed by its own abort', 'SIGABRT', /ENGINE_DIED {2}dev\/b: the render engine died on this unit \((exit 2|signal SIGABRT).*\)/],
  ['stopped, so that it hangs', 'SIGSTOP', /LIMIT_TIME {2}dev\/b: .*the limit of 8 s/],
] as const)('an engine that is %s in mid-build costs its unit alone', async (_, signal, expected) => {
  const run = await start(around(slow), ['--engines', '1', '--time-limit', '8'])
  process.kill(await busyEngine(run), signal)
  const { status, stdout } = await settle(run)
  expect(stdout).toMatch(expected)
  expect(stdout).toMatch(goodOnes)
  expect(status).toBe(2)
})
