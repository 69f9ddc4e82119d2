import { atExit } from './at-exit.ts'
import type { Engines, Tree } from './engine.ts'
import { enginesFor } from './engines-for.ts'
import { exit } from './failure.ts'
import { filesAt, resolveCommit } from './git.ts'
import { goldenAt, goldenOnDisk, orphanUnits } from './golden.ts'
import { renderUnits } from './render.ts'
import { type RenderOptions, renderHelp, renderOptions } from './render-options.ts'
import { findRoot } from './root.ts'
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
  const engines = await enginesFor(root, options)
  atExit(engines.close)
  try {
    return await render(options, root, tree, engines)
  } finally {
    engines.close()
  }
}

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
