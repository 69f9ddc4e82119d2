import { join } from 'node:path'
import { expect, test } from 'vitest'
import { corpus, oneLargeUnit } from '../scripts/lib/bench/corpus.ts'
import { performanceTable } from '../scripts/lib/bench/document.ts'
import { measure, median, type Sample } from '../scripts/lib/bench/measure.ts'
import { makeRepository } from '../scripts/lib/bench/repository.ts'
import type { Measured } from '../scripts/lib/bench/run.ts'
import { targetsTable } from '../scripts/lib/bench/targets.ts'
import { run, scratch } from './helpers.ts'

test.each([
  [8, corpus(8), '8 units, 32 objects'],
  [1, oneLargeUnit(300), '1 unit, 300 objects'],
])('a corpus of %i renders, and every object is valid', (_, files, said) => {
  const root = join(scratch(), 'corpus')
  makeRepository(root, files)
  const { status, stdout } = run('render', ['--root', root, '--units', 'overlays/*/*'])
  expect(stdout).toContain(said)
  expect(status).toBe(0)
})

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2],
  [[7], 7],
])('the median of %j', (figures, middle) => {
  expect(median(figures)).toBe(middle)
})

test('a run is measured with all its processes; one that fails is an error', async () => {
  const busy = 'const end = Date.now() + 400; while (Date.now() < end);'
  const nested = `require("child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(busy)}])`
  const command = { program: process.execPath, args: ['-e', nested], cwd: '/' }
  const { wall, cpu, memory } = await measure(command)
  expect(wall).toBeGreaterThan(0.4)
  expect(cpu).toBeGreaterThan(0.05)
  expect(memory).toBeGreaterThan(20)
  await expect(measure({ ...command, args: ['-e', 'console.error("why"); process.exit(4)'] })).rejects.toThrow(/exit 4: why/)
})

const sample = (wall: number): Sample => ({ wall, cpu: wall * 2, memory: 100 })
const measured = (name: string, contender: string, walls: number[], rest: Partial<Measured> = {}): Measured => ({
  ...{ corpus: '8 units', name, contender, rival: false, samples: walls.map(sample) },
  ...rest,
})

test('the table compares each of ours with the rival who does the same work', () => {
  const results = {
    surroundings: { date: '2026-01-02', cpu: 'a CPU', cores: 2, memory: '24 GiB', versions: { node: 'v24' } },
    runs: { ours: 3, rivals: 1 },
    measured: [
      measured('all, cold', 'pnpm render', [3, 1, 2]),
      measured('all, cold', 'a script', [8], { rival: true }),
      measured('again', 'pnpm render', [1], { against: 'all, cold' }),
      measured('alone', 'pnpm check', [1]),
    ],
  }
  const rows = performanceTable(results)
    .split('\n')
    .filter(line => line.startsWith('| 8 units'))
  expect(rows).toEqual([
    '| 8 units | all, cold | pnpm render | 2.00 (1.00–3.00) | 4.00 | 100 | 0.250 |',
    '| 8 units | all, cold | a script | 8.00 | 16.00 | 100 |  |',
    '| 8 units | again | pnpm render | 1.00 | 2.00 | 100 | 0.125 |',
    '| 8 units | alone | pnpm check | 1.00 | 2.00 | 100 |  |',
  ])
})

test('what is asked of speed is compared with what was measured, and nothing is said of what was not', () => {
  const rows = (...all: Measured[]): string[] =>
    targetsTable(all)
      .split('\n')
      .filter(line => /^\| (1|th)/.test(line))
  const thousand = (name: string, contender: string, walls: number[], rest: Partial<Measured> = {}): Measured =>
    measured(name, contender, walls, { corpus: '1000 units', ...rest })
  const cold = 'build and validate all, cold'
  expect(rows(measured('all, cold', 'pnpm render', [1]))).toEqual([])
  expect(
    rows(thousand('diff of 2 changed units', 'pnpm diff, cold', [0.9]), thousand('diff of 2 changed units', 'pnpm diff, warm', [0.5])),
  ).toEqual(['| 1,000 units: `diff` of two, cold | 1 s | 0.90 s | yes |', '| 1,000 units: `diff` of two, warm | 0.4 s | 0.50 s | **no** |'])
  const long = measured(cold, 'pnpm render', [78], { corpus: '10000 units' })
  expect(rows(thousand(cold, 'pnpm render', [8]), thousand(cold, 'a script', [80], { rival: true }), long)).toEqual([
    '| 1,000 units: `render`, cold, ÷ kustomize per unit and kubeconform | 0.65 × | 0.100 × | yes |',
    '| 10,000 units: `render`, cold, ÷ that of 1,000 | 11 × | 9.750 × | yes |',
    '| 10,000 units: memory of all processes together | 1536 MiB | 100 MiB | yes |',
  ])
})
