import { middle, ratio, row } from './figures.ts'
import type { Sample } from './measure.ts'
import type { Measured } from './run.ts'
import { targetsTable } from './targets.ts'

/** Where and with what a bench ran. */
export type Surroundings = { date: string; cpu: string; cores: number; memory: string; versions: { [program: string]: string } }
export type Results = { surroundings: Surroundings; runs: { ours: number; rivals: number }; measured: Measured[] }

const wall = (samples: readonly Sample[]): string => {
  const all = samples.map(sample => sample.wall)
  const spread = all.length > 1 ? ` (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})` : ''
  return middle(samples, 'wall').toFixed(2) + spread
}

/** docs/performance.md between its marks, from the samples of one run. */
export const performanceTable = ({ surroundings, runs, measured }: Results): string => {
  const { date, cpu, cores, memory, versions } = surroundings
  const lines = measured.map(one =>
    row(
      one.corpus,
      one.name,
      one.contender,
      wall(one.samples),
      middle(one.samples, 'cpu').toFixed(2),
      middle(one.samples, 'memory').toFixed(0),
      ratio(one, measured)?.toFixed(3) ?? '',
    ),
  )
  return `${date}, ${cores} cores (${cpu}), ${memory}; ${Object.entries(versions)
    .map(([program, version]) => `${program} ${version}`)
    .join(', ')}. Medians of ${runs.ours} runs, of ${runs.rivals} of a rival's, by turns; ours after one that isn't counted. What
takes minutes ran once or twice. In brackets the fastest and the slowest.

${targetsTable(measured)}

${row('corpus', 'case', 'who', 'wall, s', 'CPU, s', 'memory, MiB', 'ours / theirs')}
${row('---', '---', '---', '---', '---', '---', '---')}
${lines.join('\n')}
`
}
