import { exit, fail } from './failure.ts'
import { reason } from './files.ts'
import { redactOutput } from './print.ts'

/** Runs a command to its exit code; what goes wrong ends as docs/bad-input.md says, and no output shows a secret. */
export const run = async (load: () => Promise<(argv: string[]) => Promise<number>>): Promise<void> => {
  redactOutput()
  endQuietly()
  try {
    process.exitCode = await (await load())(process.argv.slice(2))
  } catch (error) {
    process.exitCode = fail(error)
  }
}

/** An interrupt ends the process through its exit handlers, a reader that went away is no error, and nothing ends with Node's own stack. */
const endQuietly = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(exit.interrupted))
  process.on('uncaughtException', error => process.exit(fail(error)))
  process.stderr.on('error', () => {})
  process.stdout.on('error', error => {
    if ('code' in error && error.code === 'EPIPE') return
    console.error(`can't write the output: ${reason(error)}`)
    process.exit(exit.badInput)
  })
}
