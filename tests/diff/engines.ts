import { onTestFinished } from 'vitest'
import { type Compared, compare } from '../../scripts/lib/diff/compare.ts'
import type { SideName } from '../../scripts/lib/diff/data.ts'
import { startPhases } from '../../scripts/lib/diff/timing.ts'
import { type Engines, startEngines } from '../../scripts/lib/engine.ts'
import { gitPath } from '../../scripts/lib/git.ts'
import { toolPath } from '../../scripts/lib/tools.ts'
import { ownLayout } from '../../scripts/lib/units.ts'

/** Engines for a repository, ended with the test. */
export const enginesFor = async (root: string): Promise<Engines> => {
  const program = await toolPath('engine')
  const engines = startEngines({ program, root, git: gitPath(), memoryLimit: 2 ** 30, timeLimit: 60 }, 2)
  onTestFinished(engines.close)
  return engines
}

export const commitSide = (commit: string): SideName => ({ ref: commit, tree: commit, commit })
/** The working tree of a repository whose HEAD is a commit. */
export const workSide = (commit: string): SideName => ({ ref: 'working tree', tree: 'work', commit })

/** Compares two sides of a repository in our layout. */
export const compareSides = (root: string, engines: Engines, base: SideName, head: SideName, all = false): Promise<Compared> =>
  compare({ root, engines, base, head, layouts: ownLayout, targets: [], all, phases: startPhases() })
