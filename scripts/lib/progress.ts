/**
 * Says on stderr that something long has begun: a line that a terminal overwrites when it ends, a plain line elsewhere.
 * @returns a function that ends it
 */
export const progress = (text: string): (() => void) => {
  const start = performance.now()
  const live = process.stderr.isTTY
  process.stderr.write(live ? `${text} …` : `${text} …\n`)
  return () => {
    const seconds = `${((performance.now() - start) / 1000).toFixed(0)} s`
    process.stderr.write(live ? `\r\x1b[2K${text}: ${seconds}\n` : `${text}: ${seconds}\n`)
  }
}

/** Counts what is done on stderr, in one line of a terminal that is overwritten; says nothing elsewhere, so that no log fills. */
export type Counter = { step: () => void; clear: () => void }

/** Nobody needs to be told of less, in milliseconds; nor more often. */
const patience = 1000
const often = 100

/** @param what is counted, like `units rendered`; `clear` takes the line away before something else is printed */
export const startCounter = (total: number, what: string): Counter => {
  if (!process.stderr.isTTY) return { step: () => {}, clear: () => {} }
  let done = 0
  let next = performance.now() + patience
  let shown = false
  return {
    step: () => {
      done++
      if (performance.now() < next) return
      next = performance.now() + often
      shown = true
      process.stderr.write(`\r\x1b[2K${done} of ${total} ${what}`)
    },
    clear: () => {
      if (shown) process.stderr.write('\r\x1b[2K')
      shown = false
    },
  }
}
