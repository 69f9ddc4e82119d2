import type { Engines } from './engine.ts'
import { exit, fail, printable } from './failure.ts'
import { goldenOnDisk } from './golden.ts'
import { type Rendered, renderUnits } from './render.ts'
import { judge } from './render-judge.ts'
import type { RenderOptions } from './render-options.ts'
import { findUnits, foldersOnDisk, selectUnits, type Unit } from './units.ts'
import { startWatcher } from './watch.ts'

type Watch = { options: RenderOptions; root: string; engines: Engines }

/** Renders, then renders again what a saved file changes, until it is interrupted. */
export const watchRender = async ({ options, root, engines }: Watch): Promise<number> => {
  let last = new Map<string, Rendered>()
  let queue: Promise<void> = Promise.resolve()

  const chosen = (): Unit[] => selectUnits(findUnits(foldersOnDisk(root), options.layouts), options.targets)
  const show = async (units: readonly Unit[], since: number): Promise<void> => {
    const rendered = await renderUnits(engines, 'work', units)
    for (const one of rendered) last.set(one.unit.name, one)
    await judge({ options, root, tree: 'work', golden: goldenOnDisk(root), orphans: [] }, rendered, since)
  }
  const onChange = async (paths: string[]): Promise<void> => {
    const since = performance.now()
    const units = chosen()
    last = new Map(units.flatMap(unit => (last.has(unit.name) ? [[unit.name, last.get(unit.name) as Rendered]] : [])))
    const affected = units.filter(unit => isAffected(last.get(unit.name), paths))
    if (affected.length > 0) {
      console.log(`\n${new Date().toLocaleTimeString('en-GB')}  ${printable(paths.join(', '))} changed`)
      await show(affected, since)
    }
    watcher.follow(followed(root, options, last.values()))
  }
  const watcher = startWatcher(root, paths => {
    queue = queue.then(() => onChange(paths)).catch(error => void fail(error))
  })
  await show(chosen(), 0)
  watcher.follow(followed(root, options, last.values()))
  console.log('\nwatching; Ctrl-C ends it')
  await new Promise(() => {})
  return exit.fine
}

/** A unit is rendered again when it asked for a changed path or for something below it, or when it is new. */
export const isAffected = (rendered: Rendered | undefined, changed: readonly string[]): boolean =>
  rendered === undefined || rendered.result.reads.some(read => changed.some(path => read === path || read.startsWith(`${path}/`)))

/** What was read, and the folders where a new unit would appear. */
const followed = (root: string, options: RenderOptions, rendered: Iterable<Rendered>): string[] => {
  const folders = foldersOnDisk(root)
  const parents = options.layouts.flatMap(({ glob }) => {
    const parts = glob.split('/').slice(0, -1)
    const fixed = parts.slice(0, parts.findIndex(part => part.includes('*')) >>> 0)
    const base = fixed.join('/')
    return [`${base}/x`, ...(parts.length > fixed.length ? folders(base).map(name => `${base}/${name}/x`) : [])]
  })
  return [...parents, ...[...rendered].flatMap(({ result }) => result.reads)]
}
