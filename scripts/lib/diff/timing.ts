/** Measures the phases of a run in the order in which they began. */
export type Phases = {
  time: <T>(phase: string, work: () => T) => T
  timeAsync: <T>(phase: string, work: () => Promise<T>) => Promise<T>
  list: () => { phase: string; ms: number }[]
}

/** @param since when the run began, in milliseconds of this process; what came before the first phase is its start */
export const startPhases = (since = 0): Phases => {
  const phases = [{ phase: 'start', ms: performance.now() - since }]
  const add = (phase: string, from: number): void => {
    const known = phases.find(one => one.phase === phase)
    if (known) known.ms += performance.now() - from
    else phases.push({ phase, ms: performance.now() - from })
  }
  return {
    time: (phase, work) => {
      const from = performance.now()
      const result = work()
      add(phase, from)
      return result
    },
    timeAsync: async (phase, work) => {
      const from = performance.now()
      const result = await work()
      add(phase, from)
      return result
    },
    list: () => phases.map(({ phase, ms }) => ({ phase, ms: Math.round(ms * 10) / 10 })),
  }
}
