import { availableParallelism } from 'node:os'
import { atExit } from './at-exit.ts'
import { type Engines, startEngines, type Tree } from './engine.ts'
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
  const all = findUnits(tree === 'work' ? foldersOnDisk(root) : foldersOf(filesAt(root, tree)), options.layouts)
  const golden = tree === 'work' ? goldenOnDisk(root) : goldenAt(root, tree)
  const orphans = orphanUnits(golden.paths, all)
  // An orphan can be named like a unit, so that it can be deleted like one.
  const chosen = selectUnits([...all, ...orphans], options.targets)
  const units = chosen.filter(unit => all.includes(unit))
  const engines = await engineRoom(options, root, units.length)
  try {
    if (options.watch) return await (await import('./render-watch.ts')).watchRender({ options, root, engines })
    const rendering = renderUnits(engines, tree, units)
    // Loaded while the engines build.
    const { judge, printYaml } = await import('./render-judge.ts')
    const rendered = await rendering
    engines.close()
    if (options.output === 'yaml') return printYaml(rendered)
    return await judge({ options, root, tree, golden, orphans: chosen.filter(unit => orphans.includes(unit)) }, rendered)
  } finally {
    engines.close()
  }
}

/** Engines for so many units, ended when the command is interrupted. */
const engineRoom = async (options: RenderOptions, root: string, units: number): Promise<Engines> => {
  const { timeLimit, memoryLimit } = options
  const count = Math.min(options.engines ?? availableParallelism(), Math.max(units, 1))
  const engines = startEngines({ program: await toolPath('engine'), root, git: gitPath(), memoryLimit, timeLimit }, count)
  atExit(engines.close)
  return engines
}
