import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Failure } from './failure.ts'

/** Where the person stands: a package script runs in its package's folder, and says in INIT_CWD where it was called. */
const standing = (): string => (process.env.npm_lifecycle_script?.includes('scripts/') && process.env.INIT_CWD) || process.cwd()

/**
 * The repository to render, as an absolute real path: `--root`, or the nearest folder upwards that holds `.git` or `overlays`.
 * Throws a Failure when there is none.
 */
export const findRoot = (given: string | undefined): string => {
  const start = standing()
  if (given !== undefined) {
    const path = resolve(start, given)
    if (!existsSync(path) || !statSync(path).isDirectory()) throw new Failure(`--root ${given}: no such folder`)
    return realpathSync(path)
  }
  for (let dir = start; ; dir = dirname(dir)) {
    if (existsSync(resolve(dir, '.git')) || existsSync(resolve(dir, 'overlays'))) return realpathSync(dir)
    if (dirname(dir) === dir)
      throw new Failure(`no repository here: ${start} has neither .git nor overlays/ above it; name one with --root`)
  }
}
