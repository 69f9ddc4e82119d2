import type { Unit } from '../units.ts'
import { follow, joined, type Names, parent } from './paths.ts'
import type { Scan } from './scan.ts'

/** A folder with a kustomization: what a build looks at there, and the folders it goes on to. */
type Folder = { looked: Set<string>; next: Set<string>; opaque: boolean }

/** What a build of each unit may look at: never less than it does, except below an opaque folder. */
export type Closures = {
  folders: ReadonlyMap<string, Folder>
  starts: ReadonlyMap<string, { looked: string[]; folder: string | undefined }>
}

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** What stands in a kustomization, by its path; undefined when it can't be read. */
export type ScanOf = (path: string) => Scan | undefined

/**
 * Finds what builds may look at, from the kustomizations alone.
 * @param other the closures of a tree that differs in the touched paths only; a folder that looks at none of them is the same here
 */
export const closures = (
  names: Names,
  units: readonly Unit[],
  scanOf: ScanOf,
  other?: { closures: Closures; touched: ReadonlySet<string> },
): Closures => {
  const folders = new Map<string, Folder>()
  const starts = new Map<string, { looked: string[]; folder: string | undefined }>()
  const queue: string[] = []
  for (const { name, path } of units) {
    const looked: string[] = []
    const found = follow(names, path, at => looked.push(at))
    const folder = found?.kind === 'folder' ? found.at : undefined
    starts.set(name, { looked, folder })
    if (folder !== undefined) queue.push(folder)
  }
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (folders.has(at)) continue
    const twin = other?.closures.folders.get(at)
    const folder = twin && !meets(twin.looked, other?.touched ?? new Set()) ? twin : readFolder(names, at, scanOf)
    folders.set(at, folder)
    queue.push(...folder.next)
  }
  return { folders, starts }
}

const readFolder = (names: Names, at: string, scanOf: ScanOf): Folder => {
  const folder: Folder = { looked: new Set(), next: new Set(), opaque: false }
  const look = (path: string): void => void folder.looked.add(path)
  for (const file of fileNames) {
    const found = follow(names, at ? `${at}/${file}` : file, look)
    const scan = found?.kind === 'file' ? scanOf(found.at) : undefined
    if (found?.kind === 'file' && (scan === undefined || scan.opaque)) folder.opaque = true
    for (const token of scan?.tokens ?? []) {
      const path = joined(at, token)
      const leads = path === undefined ? undefined : follow(names, path, look)
      if (leads?.kind === 'folder') folder.next.add(leads.at)
    }
  }
  return folder
}

/** Every path that a build of a unit may look at; undefined when only the build can tell. */
export const mayRead = ({ folders, starts }: Closures, unit: string): Set<string> | undefined => {
  const start = starts.get(unit)
  const all = new Set(start?.looked)
  const queue = start?.folder === undefined ? [] : [start.folder]
  const seen = new Set(queue)
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const folder = folders.get(at)
    if (folder?.opaque) return undefined
    for (const path of folder?.looked ?? []) all.add(path)
    for (const next of folder?.next ?? []) if (!seen.has(next)) seen.add(next) && queue.push(next)
  }
  return all
}

/** The units that a change of these paths may touch: those that lead to a folder that looks at one, or that is opaque. */
export const mayBeAffected = ({ folders, starts }: Closures, changed: ReadonlySet<string>): Set<string> => {
  const users = new Map<string, string[]>()
  for (const [at, { next }] of folders) for (const to of next) users.set(to, [...(users.get(to) ?? []), at])
  const hit = new Set<string>()
  const queue = [...folders].filter(([, { looked, opaque }]) => opaque || meets(looked, changed)).map(([at]) => at)
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (hit.has(at)) continue
    hit.add(at)
    queue.push(...(users.get(at) ?? []))
  }
  const isHit = ([, { looked, folder }]: [string, { looked: string[]; folder: string | undefined }]): boolean =>
    meets(looked, changed) || (folder !== undefined && hit.has(folder))
  return new Set([...starts].filter(isHit).map(([name]) => name))
}

/** Whether a build that looked at these paths saw one of the changed ones. */
export const meets = (looked: Iterable<string>, changed: ReadonlySet<string>): boolean => {
  for (const path of looked) if (changed.has(path)) return true
  return false
}

/** Changed paths and the folders that are in one tree only: a build that found no folder may find one now. */
export const withFolders = (changed: readonly string[], base: Names, head: Names): Set<string> => {
  const all = new Set(changed)
  for (const path of changed)
    for (let folder = parent(path); folder !== '' && base.kind(folder) !== head.kind(folder); folder = parent(folder)) all.add(folder)
  return all
}
