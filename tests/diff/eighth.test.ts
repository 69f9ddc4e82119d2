import { join } from 'node:path'
import { expect, test } from 'vitest'
import { layout } from '../../scripts/lib/bench/cases.ts'
import { appName, corpus } from '../../scripts/lib/bench/corpus.ts'
import { measure } from '../../scripts/lib/bench/measure.ts'
import { commitChange, makeRepository } from '../../scripts/lib/bench/repository.ts'
import { home } from '../../scripts/lib/tools.ts'
import { scratch } from '../helpers.ts'

const units = 1000

/** CPU and not wall time, so that a busy machine changes nothing; both runs build with the same engines and keep nothing. */
test('a diff of two of 1,000 units takes at most an eighth of one that renders both sides whole', { timeout: 600_000 }, async () => {
  const root = scratch('eighth')
  const files = corpus(units)
  makeRepository(root, files)
  const paths = [0, 1].map(number => `overlays/dev/${appName(number)}/patches/replicas.yaml`)
  const base = commitChange(root, new Map(paths.map(path => [path, (files.get(path) ?? '').replace('replicas: 2', 'replicas: 3')])))
  const diff = (...args: string[]): Promise<{ cpu: number }> => {
    const given = ['--root', root, ...layout, '--base', base, '--head', 'HEAD', '--no-cache', '--json', ...args]
    return measure({ program: process.execPath, args: [join(home, 'scripts/diff.ts'), ...given], cwd: root })
  }
  await diff()
  const [two, whole] = [await diff(), await diff('--all')]
  expect(two.cpu / whole.cpu, `${two.cpu} s of ${whole.cpu} s`).toBeLessThanOrEqual(1 / 8)
})
