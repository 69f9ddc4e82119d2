import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Engines } from './engine.ts'
import { exit, fail, inline } from './failure.ts'
import { goldenOnDisk } from './golden.ts'
import { print } from './print.ts'
import { type Rendered, renderUnits } from './render.ts'
import { judge } from './render-judge.ts'
import type { RenderOptions } from './render-options.ts'
import { colours, plain, renderText } from './report/text.ts'
import { findUnits, foldersOnDisk, isMeant, selectUnits, type Unit } from './units.ts'
import { startWatcher } from './watch.ts'

type Watch = { options: RenderOptions; root: string; engines: Engines }

/** Renders, then renders again what a saved file changes, until it is interrupted or nobody reads its output. */
export const watchRender = async ({ options, root, engines }: Watch): Promise<number> => {
  const last = new Map<string, Rendered>()
  const valid = new Set<string>()
  let queue: Promise<void> = Promise.resolve()
  const enqueue = (paths: string[]): void => {
    queue = queue.then(() => onChange(paths)).catch(error => void fail(error))
  }
  const watcher = startWatcher(root, enqueue)
  process.stdout.once('error', () => process.exit(exit.fine))

  const all = (): Unit[] => findUnits(foldersOnDisk(root), options.layouts)
  const show = async (units: readonly Unit[], since: number): Promise<void> => {
    const started = Date.now()
    const rendered = await renderUnits(engines, 'work', units)
    for (const one of rendered) last.set(one.unit.name, one)
    const part = await judge({ options, root, tree: 'work', golden: goldenOnDisk(root), orphans: [], valid }, rendered)
    print(`${renderText({ tree: 'work', ...part, ms: performance.now() - since }, options.colour ? colours : plain)}\n`)
    const fresh = watcher.follow(followed(root, options, last.values()))
    const missed = changedSince(root, new Set(fresh), last.values(), started)
    if (missed.length > 0) enqueue(missed)
  }
  const onChange = async (paths: string[]): Promise<void> => {
    const since = performance.now()
    const units = all()
    const gone = [...last.keys()].filter(name => !units.some(unit => unit.name === name))
    for (const name of gone) last.delete(name)
    if (gone.length > 0) print(`\n${clock()}  ${gone.map(inline).join(', ')} deleted\n`)
    const affected = wanted(units, options.targets).filter(unit => isAffected(last.get(unit.name), paths))
    if (affected.length === 0) return void watcher.follow(followed(root, options, last.values()))
    print(`\n${clock()}  ${paths.map(inline).join(', ')} changed\n`)
    await show(affected, since)
  }
  await show(selectUnits(all(), options.targets), 0)
  print('\nwatching; Ctrl-C ends it\n')
  await new Promise(() => {})
  return exit.fine
}

const clock = (): string => new Date().toLocaleTimeString('en-GB')

/** What the targets mean now; while they mean nothing, because the only unit was deleted, nothing is rendered. */
const wanted = (units: readonly Unit[], targets: readonly string[]): Unit[] =>
  targets.length === 0 ? [...units] : units.filter(unit => targets.some(target => isMeant(unit, target)))

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

/** The kernel's clock for files ticks every few milliseconds. */
const tick = 10

/** What changed in folders between the start of a render and the moment they were watched: nobody has told of it. */
const changedSince = (root: string, fresh: ReadonlySet<string>, rendered: Iterable<Rendered>, since: number): string[] => {
  const reads = new Set([...rendered].flatMap(({ result }) => result.reads).filter(read => fresh.has(dirname(read))))
  const isNew = (path: string): boolean => (lstatSync(join(root, path), { throwIfNoEntry: false })?.ctimeMs ?? 0) >= since - tick
  return [...reads, ...fresh].filter(isNew)
}
