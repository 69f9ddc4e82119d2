import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheRoot } from './cache-root.ts'
import { exit, fail } from './failure.ts'
import { makeFolder, reason } from './files.ts'
import { redactOutput } from './print.ts'

/**
 * Runs a command to its exit code. Its code is loaded after the compile cache is on: reading TypeScript costs more than most renders.
 * @param load imports the command; it gets the arguments and answers with the exit code
 */
export const start = async (load: () => Promise<(argv: string[]) => Promise<number>>): Promise<void> => {
  cacheCode()
  redactOutput()
  endQuietly()
  try {
    process.exitCode = await (await load())(process.argv.slice(2))
  } catch (error) {
    process.exitCode = fail(error)
  }
}

/** Without a cache that can be written, the code is read anew. The folder is made here: Node's own making of it never ends below /proc. */
const cacheCode = (): void => {
  try {
    const folder = join(cacheRoot(), 'compile')
    makeFolder(folder)
    enableCompileCache(folder)
  } catch {}
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
