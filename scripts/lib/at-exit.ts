/** Runs `clean` when this process exits, interrupted or not; only SIGKILL escapes it. Returns what calls it off. */
export const atExit = (clean: () => void): (() => void) => {
  process.once('exit', clean)
  return () => void process.off('exit', clean)
}
