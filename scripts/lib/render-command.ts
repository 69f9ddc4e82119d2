import { availableParallelism } from 'node:os'
import { atExit } from './at-exit.ts'
import { type Engines, startEngines, type Tree } from './engine.ts'
import type { EngineOptions } from './engine-process.ts'
import { exit } from './failure.ts'
import { filesAt, gitPath, resolveCommit } from './git.ts'
import { goldenAt, goldenOnDisk, orphanUnits } from './golden.ts'
import { renderUnits } from './render.ts'
import { type RenderOptions, renderHelp, renderOptions } from './render-options.ts'
import { findRoot } from './root.ts'
import { toolPath } from './tools.ts'
import { findUnits, foldersOf, foldersOnDisk, selectUnits } from './units.ts'

/** What `pnpm render` does, from its arguments to its exit code. */
export const renderCommand = async (argv: string[]): Promise<number> => {
  const options = renderOptions(argv, process.env, process.stdout.isTTY ?? false)
  if (options.help) {
    console.log(renderHelp)
    return exit.fine
  }
  const root = findRoot(options.root)
  const tree: Tree = options.at === undefined ? 'work' : resolveCommit(root, options.at)
  const engines = await enginesFor(options, root)
  atExit(engines.close)
  try {
    return await render(options, root, tree, engines)
  } finally {
    engines.close()
  }
}

/** Engines that answer from the cache first; without it the first engine starts while this process still looks for units. */
const enginesFor = async (options: RenderOptions, root: string): Promise<Engines> => {
  const asked = await engineOptions(options, root)
  const start = (): Engines => startEngines(asked, options.engines ?? availableParallelism())
  return options.cache ? (await import('./cache/engines.ts')).cachedEngines(asked, start) : start()
}

const engineOptions = async ({ timeLimit, memoryLimit }: RenderOptions, root: string): Promise<EngineOptions> => ({
  program: await toolPath('engine'),
  root,
  git: gitPath(),
  memoryLimit,
  timeLimit,
})

const render = async (options: RenderOptions, root: string, tree: Tree, engines: Engines): Promise<number> => {
  const files = tree === 'work' ? undefined : filesAt(root, tree)
  const all = findUnits(files ? foldersOf(files) : foldersOnDisk(root), options.layouts)
  const golden = files ? goldenAt(root, tree, files) : goldenOnDisk(root)
  const orphans = orphanUnits(golden.paths, all)
  // An orphan can be named like a unit, so that it can be deleted like one.
  const chosen = selectUnits([...all, ...orphans], options.targets)
  const units = chosen.filter(unit => all.includes(unit))
  if (options.watch) return (await import('./render-watch.ts')).watchRender({ options, root, engines })
  const rendering = renderUnits(engines, tree, units)
  // Loaded while the engines build.
  const { judge, printYaml } = await import('./render-judge.ts')
  const rendered = await rendering
  engines.close()
  if (options.output === 'yaml') return printYaml(rendered)
  return judge({ options, root, tree, golden, orphans: chosen.filter(unit => orphans.includes(unit)) }, rendered)
}
