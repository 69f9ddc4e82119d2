import { median, type Sample } from './measure.ts'
import type { Measured } from './run.ts'

/** A line of a Markdown table. */
export const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`
/** The median of one figure of some samples. */
export const middle = (samples: readonly Sample[], of: keyof Sample): number => median(samples.map(sample => sample[of]))

/** Wall of a run of ours as a share of the rival's who does the same work: below 1 it is faster; undefined where there is no such rival. */
export const ratio = (one: Measured, all: readonly Measured[]): number | undefined => {
  const rival = all.find(other => other.rival && other.corpus === one.corpus && other.name === (one.against ?? one.name))
  return one.rival || !rival ? undefined : middle(one.samples, 'wall') / middle(rival.samples, 'wall')
}
