import { atExit } from './at-exit.ts'
import type { Engines, Tree } from './engine.ts'
import { enginesFor } from './engines-for.ts'
import { exit, Failure } from './failure.ts'
import { exitCodeOf } from './findings.ts'
import { resolveCommit } from './git.ts'
import { filesAt } from './git-entries.ts'
import { goldenAt, goldenOnDisk, orphanUnits } from './golden.ts'
import { startCounter } from './progress.ts'
import { renderUnits } from './render.ts'
import { type RenderOptions, renderHelp, renderOptions } from './render-options.ts'
import { findRoot } from './root.ts'
import { dealt } from './shard/deal.ts'
import { findUnits, foldersOf, foldersOnDisk, selectUnits, type Unit } from './units.ts'

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

/** Units that are in memory at a time, and after which the first results are printed. chosen: kubeconform starts once for each */
const batch = 500

const render = async (options: RenderOptions, root: string, tree: Tree, engines: Engines): Promise<number> => {
  const files = tree === 'work' ? undefined : filesAt(root, tree)
  const all = findUnits(files ? foldersOf(files) : foldersOnDisk(root), options.layouts)
  const golden = files ? goldenAt(root, tree, files) : goldenOnDisk(root)
  const orphans = new Set(orphanUnits(golden.paths, all))
  // An orphan can be named like a unit, so that it can be deleted like one.
  const selected = selectUnits([...all, ...orphans], options.targets)
  const chosen = options.shard ? dealt(selected, options.shard) : selected
  const units = chosen.filter(unit => !orphans.has(unit))
  if (options.watch) return (await import('./render-watch.ts')).watchRender({ options, root, engines })
  if (selected.length === 0) throw new Failure('there are no units here: a unit is a folder overlays/<env>/<app>, or what --units says')
  const counter = startCounter(units.length, 'units rendered')
  const build = (some: readonly Unit[]): ReturnType<typeof renderUnits> => renderUnits(engines, tree, some, counter.step)
  let building = build(units.slice(0, batch))
  // Loaded while the engines build.
  const { startOutput } = await import('./render-output.ts')
  const court = { options, root, tree, golden, orphans: chosen.filter(unit => orphans.has(unit)) }
  const output = await startOutput(court, units)
  for (let next = batch; ; next += batch) {
    const rendered = await building
    const last = next >= units.length
    // The next units are built while these are judged.
    if (last) engines.close()
    else building = build(units.slice(next, next + batch))
    counter.clear()
    await output.add(rendered, last)
    if (last) return exitCodeOf(output.end())
  }
}
