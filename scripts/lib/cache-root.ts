import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where what can be made again is kept, per user: shared between branches and worktrees, and writable when the checkout is not. */
export const cacheRoot = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gitops')
