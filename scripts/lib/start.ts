import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheRoot } from './cache-root.ts'
import { fail } from './failure.ts'

/**
 * Runs a command to its exit code. Its code is loaded after the compile cache is on: reading TypeScript costs more than most renders.
 * @param load imports the command; it gets the arguments and answers with the exit code
 */
export const start = async (load: () => Promise<(argv: string[]) => Promise<number>>): Promise<void> => {
  enableCompileCache(join(cacheRoot(), 'compile'))
  try {
    process.exitCode = await (await load())(process.argv.slice(2))
  } catch (error) {
    process.exitCode = fail(error)
  }
}
