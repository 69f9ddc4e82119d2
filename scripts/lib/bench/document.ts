import { median, type Sample } from './measure.ts'
import type { Measured } from './run.ts'

/** Where and with what a bench ran. */
export type Surroundings = { date: string; cpu: string; cores: number; memory: string; versions: { [program: string]: string } }
export type Results = { surroundings: Surroundings; runs: { ours: number; rivals: number }; measured: Measured[] }

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`
const middle = (samples: readonly Sample[], of: keyof Sample): number => median(samples.map(sample => sample[of]))

/** Wall of a run of ours as a share of the rival's who does the same work: below 1 it is faster. */
const ratio = (one: Measured, all: readonly Measured[]): string => {
  const rival = all.find(other => other.rival && other.corpus === one.corpus && other.name === (one.against ?? one.name))
  return one.rival || !rival ? '' : (middle(one.samples, 'wall') / middle(rival.samples, 'wall')).toFixed(3)
}

/** docs/performance.md between its marks, from the samples of one run. */
export const performanceTable = ({ surroundings, runs, measured }: Results): string => {
  const { date, cpu, cores, memory, versions } = surroundings
  const lines = measured.map(one => {
    const spread = one.samples.map(({ wall }) => wall)
    return row(
      one.corpus,
      one.name,
      one.contender,
      `${middle(one.samples, 'wall').toFixed(2)} (${Math.min(...spread).toFixed(2)}–${Math.max(...spread).toFixed(2)})`,
      middle(one.samples, 'cpu').toFixed(2),
      middle(one.samples, 'memory').toFixed(0),
      ratio(one, measured),
    )
  })
  return `${date}, ${cores} cores (${cpu}), ${memory}; ${Object.entries(versions)
    .map(([program, version]) => `${program} ${version}`)
    .join(', ')}. Medians of ${runs.ours} runs, of ${runs.rivals} of a rival's, by turns; ours after one that isn't counted. In
brackets the fastest and the slowest.

${row('corpus', 'case', 'who', 'wall, s', 'CPU, s', 'memory, MiB', 'ours / theirs')}
${row('---', '---', '---', '---', '---', '---', '---')}
${lines.join('\n')}
`
}
