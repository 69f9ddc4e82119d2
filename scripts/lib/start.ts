import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheRoot } from './cache-root.ts'
import { makeFolder } from './make-folder.ts'

/**
 * Runs a command to its exit code. All code but these few lines is loaded after the compile cache is on: reading TypeScript costs more than
 * most renders.
 * @param load imports the command; it gets the arguments and answers with the exit code
 */
export const start = async (load: () => Promise<(argv: string[]) => Promise<number>>): Promise<void> => {
  cacheCode()
  const { run } = await import('./run.ts')
  await run(load)
}

/** Without a cache that can be written, the code is read anew. The folder is made here: Node's own making of it never ends below /proc. */
const cacheCode = (): void => {
  try {
    const folder = join(cacheRoot(), 'compile')
    makeFolder(folder)
    enableCompileCache(folder)
  } catch {}
}
