import { availableParallelism } from 'node:os'
import { type Engines, startEngines } from './engine.ts'
import { usualLimits } from './engine-limits.ts'
import { gitPath } from './git.ts'
import { toolPath } from './tools.ts'

/** How a command wants its engines: seconds for one unit, bytes for one engine, how many, and whether what is kept is used. */
export type EngineWishes = { timeLimit?: number; memoryLimit?: number; engines?: number | undefined; cache?: boolean }

/**
 * Engines for a repository, which answer from the cache first and are started when something must be built. Without the cache the first
 * starts at once, while its caller still reads. The caller closes them.
 */
export const enginesFor = async (root: string, wishes: EngineWishes = {}): Promise<Engines> => {
  const { timeLimit, memoryLimit, engines, cache = true } = { ...usualLimits, ...wishes }
  const options = { program: await toolPath('engine'), root, git: gitPath(), memoryLimit, timeLimit }
  const start = (): Engines => startEngines(options, engines ?? availableParallelism())
  return cache ? (await import('./cache/engines.ts')).cachedEngines(options, start) : start()
}
