import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { cachedEngines } from '../../scripts/lib/cache/engines.ts'
import { type Built, type Engines, type NotBuilt, startEngines, type Tree } from '../../scripts/lib/engine.ts'
import { gitPath } from '../../scripts/lib/git.ts'
import { toolPath } from '../../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk, type Unit } from '../../scripts/lib/units.ts'
import { git } from '../helpers.ts'
import { history, repositoryOf } from '../history/generate.ts'
import { ownCache } from './world.ts'

const count = 500
const seed = 20261122

/** All that an answer says, but for its time and the name that a failure hints at, which comes from a folder's listing. */
const said = (result: Built | NotBuilt): string => {
  const { yaml, objects, reads, warnings, findings } = result as Built & NotBuilt
  return JSON.stringify({ yaml, objects, reads, warnings, findings }, (key, value) => (key === 'hint' ? undefined : value))
}

/** Longer than the cache distrusts the times of a file. */
const trusted = 110

test(`over ${count} random edits the cache says what a build says, of commits and of the disk`, { timeout: 600_000 }, async () => {
  const program = await toolPath('engine')
  ownCache()
  const { root, commits } = repositoryOf(history(seed, count))
  const options = { program, root, git: gitPath(), memoryLimit: 2 ** 30, timeLimit: 60 }
  const fresh = startEngines(options, 2)
  let built = 0
  const counted: Engines = {
    ...fresh,
    build: (...asked) => {
      built++
      return fresh.build(...asked)
    },
    close: () => {},
  }
  const seen = { asked: 0, good: 0 }
  /** A run of its own: what a path looks like is asked once in each. */
  const compare = async (tree: Tree, units: readonly Unit[], label: string): Promise<void> => {
    const cached = cachedEngines(options, () => counted)
    for (const unit of units) {
      const [kept, exact] = [await cached.build(tree, unit), await fresh.build(tree, unit)]
      expect(said(kept), `${label}, ${unit.path}`).toBe(said(exact))
      seen.asked++
      if ('yaml' in exact) seen.good++
    }
    cached.close()
  }
  try {
    for (const [i, commit] of commits.entries()) {
      git(root, 'reset', '--quiet', '--hard', commit)
      // Every other state is asked for at once, while the clock of files may still stand.
      if (i % 2) await sleep(trusted)
      const units = findUnits(foldersOnDisk(root))
      await compare('work', units, `disk after edit ${i}`)
      await compare(commit, units, `commit of edit ${i}`)
    }
  } finally {
    fresh.close()
  }
  // The history is worth something: most units build, most of these come from the cache, and edits make it build again.
  expect(seen.good).toBeGreaterThan(seen.asked / 2)
  expect(built - (seen.asked - seen.good)).toBeLessThan(seen.good / 2)
  expect(built).toBeGreaterThan(count)
})
