import { join } from 'node:path'
import { cacheRoot } from '../cache-root.ts'
import type { Engines, Tree } from '../engine.ts'
import type { EngineOptions } from '../engine-process.ts'
import { entriesAt } from '../git-entries.ts'
import { commitFingerprints, type Fingerprints, workFingerprints } from './fingerprints.ts'
import { digestOf } from './kept.ts'
import { prune } from './prune.ts'
import { renders } from './renders.ts'
import { templates } from './templates.ts'

/**
 * Engines that answer from what earlier runs have kept, and build only what isn't kept. Not for a run that watches: what a path looks
 * like is asked once.
 * @param start starts the engines; called when the first unit must be built
 */
export const cachedEngines = (options: EngineOptions, start: () => Engines): Engines => {
  const folder = join(cacheRoot(), 'renders')
  const { program, root, memoryLimit, timeLimit } = options
  const own = join(folder, digestOf(JSON.stringify([2, program, memoryLimit, timeLimit])).slice(0, 20))
  const kept = renders(own)
  const texts = templates(join(own, 'templates.json'))
  const trees = new Map<Tree, Fingerprints>()
  const printsOf = (tree: Tree): Fingerprints => {
    const known = trees.get(tree)
    if (known) return known
    const prints =
      tree === 'work'
        ? workFingerprints(root, join(cacheRoot(), 'stamps', `${digestOf(root).slice(0, 20)}.json`))
        : commitFingerprints(entriesAt(root, tree))
    trees.set(tree, prints)
    return prints
  }
  let engines: Engines | undefined
  let built = 0
  const running = (): Engines => {
    engines ??= start()
    return engines
  }
  return {
    startAhead: () => {
      running()
    },
    build: async (tree, unit) => {
      const found = kept.find(unit.path, printsOf(tree))
      if (found) return found
      const begun = Date.now()
      const result = await running().build(tree, unit)
      if ('yaml' in result) {
        kept.keep(unit.path, result, printsOf(tree), begun)
        built++
      }
      return result
    },
    template: async (...asked) => {
      const question = JSON.stringify(asked)
      const text = texts.find(question)
      if (text !== undefined) return { text }
      const answer = await running().template(...asked)
      if ('text' in answer) texts.keep(question, answer.text)
      return answer
    },
    close: () => {
      engines?.close()
      for (const prints of trees.values()) prints.save()
      trees.clear()
      texts.save()
      if (built > 0) prune(cacheRoot())
      built = 0
    },
  }
}
