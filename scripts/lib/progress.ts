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
