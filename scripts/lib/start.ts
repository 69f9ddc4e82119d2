import { enableCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'
import { cacheRoot } from './cache-root.ts'
import { makeFolder } from './make-folder.ts'

const here = new URL('..', import.meta.url).href

/**
 * Runs a command to its exit code. All code but these few lines is loaded after the compile cache is on: reading TypeScript costs more than
 * most renders.
 * @param load imports the command; it gets the arguments and answers with the exit code
 */
export const start = async (load: () => Promise<(argv: string[]) => Promise<number>>): Promise<void> => {
  cacheCode()
  findCodeAtOnce()
  const { run } = await import('./run.ts')
  await run(load)
}

/** Our imports name their file to the letter, so Node needn't search for it, follow links or read a package.json: a sixth of a warm run. */
const findCodeAtOnce = (): void => {
  registerHooks({
    resolve: (name, context, next) =>
      name.startsWith('.') && name.endsWith('.ts') && context.parentURL?.startsWith(here)
        ? { url: new URL(name, context.parentURL).href, format: 'module-typescript', shortCircuit: true }
        : next(name, context),
  })
}

/** Without a cache that can be written, the code is read anew. The folder is made here: Node's own making of it never ends below /proc. */
const cacheCode = (): void => {
  try {
    const folder = join(cacheRoot(), 'compile')
    makeFolder(folder)
    enableCompileCache(folder)
  } catch {}
}
