import type { Case } from './cases.ts'
import { measure, type Sample } from './measure.ts'

/** What a contender needed, run by run. */
export type Measured = { corpus: string; name: string; contender: string; rival: boolean; against?: string; samples: Sample[] }

/** Findings are no failure of a run: a corpus has no golden files. */
const statuses = [0, 1]

/**
 * Runs the contenders of a case by turns, so that the weather is the same for all. A warm-up that isn't counted fills our caches.
 * @param runs how many of ours and of a rival's count; a rival takes minutes where we take seconds
 * @param say told of each contender's figures, because a bench takes long
 */
export const runCase = async (
  { corpus, name, against, contenders }: Case,
  runs: { ours: number; rivals: number },
  say: (line: string) => void,
): Promise<Measured[]> => {
  const measured = contenders.map(
    ({ name: contender, rival = false }): Measured => ({ corpus, name, contender, rival, ...(against ? { against } : {}), samples: [] }),
  )
  for (const { before, command, rival, most } of contenders) {
    if (rival || most) continue
    before?.()
    await measure(command, statuses)
  }
  for (let run = 0; run < Math.max(runs.ours, runs.rivals); run++)
    for (const [at, { before, command, rival, most = Number.POSITIVE_INFINITY }] of contenders.entries()) {
      if (run >= Math.min(rival ? runs.rivals : runs.ours, most)) continue
      before?.()
      const { wall, cpu, memory } = await measure(command, statuses)
      measured[at]?.samples.push({ wall, cpu, memory })
    }
  for (const { contender, samples } of measured)
    say(`${corpus}, ${name}: ${contender}: ${samples.map(({ wall }) => wall.toFixed(2)).join(' ')} s`)
  return measured
}
