import { createHash } from 'node:crypto'
import { readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readInside } from '../files.ts'
import { prefix } from '../git-entries.ts'
import { findUnits, foldersOf, foldersOnDisk, type Layout } from '../units.ts'
import { type Closures, closures, mayBeAffected, type ScanOf, withFolders } from './affected.ts'
import type { ReadFile, Side } from './comparison.ts'
import type { SideName } from './data.ts'
import { changedBetween, changedOnDisk, type Entry, type Listing, listTree, listWork, readBlobs } from './git-tree.ts'
import { keptCandidates } from './kept-candidates.ts'
import { type Names, namesOf } from './paths.ts'
import { type Scan, scan } from './scan.ts'

/** Both trees in memory, the paths that differ, and the names of the units that these may touch: too many at times, never too few. */
export type Trees = {
  base: Side
  head: Side
  changed: readonly string[]
  /** The changed paths, and the folders that only one side has. */
  touched: ReadonlySet<string>
  candidates: ReadonlySet<string>
  /** What builds may look at, by side. */
  closures: { base: Closures; head: Closures }
  /** SHA-256 of the names and contents of both trees. */
  fingerprint: string
}

/**
 * Reads the names in both trees. Kustomizations are read when somebody asks for closures, or when nobody has compared these commits before.
 * @param isNew called in the latter case, before they are read: something will have to be built
 */
export const readTrees = (root: string, base: SideName, head: SideName, layouts: readonly Layout[], isNew = () => {}): Trees => {
  const { listings, changed } = list(root, base, head)
  const blobs = new Map<string, Buffer>()
  const old = sideOf(root, base, listings.base, layouts, blobs)
  const sides = { base: old, head: sideOf(root, head, listings.head, layouts, blobs, hasSamePaths(listings, changed) ? old : undefined) }
  const names = { base: namesIn(listings.base, sides.base.read), head: namesIn(listings.head, sides.head.read) }
  const touched = withFolders(changed, names.base, names.head)
  let found: Trees['closures'] | undefined
  const both = (): Trees['closures'] => {
    found ??= closuresOf(root, listings, sides, { names, touched, blobs })
    return found
  }
  const find = (): string[] => {
    if (changed.length > 0) isNew()
    return [...mayBeAffected(both().base, touched), ...mayBeAffected(both().head, touched)]
  }
  const candidates = new Set(head.tree === 'work' ? find() : keptCandidates([base.commit, head.commit, prefix(root), layouts], find))
  return {
    ...{ ...sides, changed, touched, candidates, fingerprint: fingerprint(listings, changed, sides.head.read) },
    get closures() {
      return both()
    },
  }
}

type Both<T> = { base: T; head: T }
type Known = { names: Both<Names>; touched: ReadonlySet<string>; blobs: Map<string, Buffer> }

const closuresOf = (root: string, listings: Both<Listing>, sides: Both<Side>, { names, touched, blobs }: Known): Both<Closures> => {
  const wanted = ({ mode, id }: Entry, path: string): boolean =>
    id !== 'disk' && (mode === '120000' || (isKustomization(path) && mode !== '160000'))
  const ids = [...listings.base, ...listings.head].flatMap(([path, entry]) => (wanted(entry, path) ? [entry.id] : []))
  for (const [id, content] of readBlobs(root, ids)) blobs.set(id, content)
  const scans = new Map<string, Scan>()
  const scanOf = (side: 'base' | 'head'): ScanOf => scanner(listings[side], sides[side].read, scans)
  const old = closures(names.base, sides.base.units, scanOf('base'))
  return { base: old, head: closures(names.head, sides.head.units, scanOf('head'), { closures: old, touched }) }
}

const isKustomization = (path: string): boolean => /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path)

const list = (root: string, base: SideName, head: SideName): { listings: { base: Listing; head: Listing }; changed: string[] } => {
  const old = listTree(root, base.commit)
  if (head.tree === 'work') {
    const changed = changedOnDisk(root, base.commit)
    return { listings: { base: old, head: listWork(root, old, changed) }, changed }
  }
  const next = head.commit === base.commit ? old : listTree(root, head.commit, base.commit)
  return { listings: { base: old, head: next }, changed: changedBetween(old, next) }
}

/** Base's names and contents, and what changed in head: a working tree has no id of its own. */
const fingerprint = (listings: { base: Listing; head: Listing }, changed: readonly string[], read: ReadFile): string => {
  const hash = createHash('sha256')
  hash.update([...listings.base].map(([path, { mode, id }]) => `${mode} ${id} ${path}\0`).join(''))
  for (const path of [...changed].sort()) {
    const entry = listings.head.get(path)
    hash.update(`${path}\0${entry?.mode ?? ''} ${entry && entry.id !== 'disk' ? entry.id : ''}\0`)
    if (entry?.id === 'disk') hash.update(read(path) ?? '')
  }
  return hash.digest('hex')
}

/** Whether no path came, went, or became a link: then both trees have the same files and units. */
const hasSamePaths = ({ base, head }: Both<Listing>, changed: readonly string[]): boolean =>
  changed.every(path => base.has(path) && base.get(path)?.mode === head.get(path)?.mode)

/** @param twin the side that has the same paths, where there is one: finding thousands of units takes time */
const sideOf = (
  root: string,
  name: SideName,
  listing: Listing,
  layouts: readonly Layout[],
  blobs: Map<string, Buffer>,
  twin?: Side,
): Side => {
  const files = twin?.files ?? [...listing].map(([path, { mode }]) => (/^1[26]/.test(mode) ? `${path}/` : path))
  const read: ReadFile = path => {
    const entry = listing.get(path)
    if (name.tree === 'work' && (!entry || entry.id === 'disk')) return fromDisk(root, path, entry)
    if (!entry || entry.mode === '160000') return undefined
    const known = blobs.get(entry.id) ?? readBlobs(root, [entry.id]).get(entry.id)
    if (known) blobs.set(entry.id, known)
    return known
  }
  if (name.tree === 'work') return { name, units: findUnits(foldersOnDisk(root), layouts), files, read }
  return { name, units: twin?.units ?? findUnits(foldersOf(files), layouts), files, read }
}

const fromDisk = (root: string, path: string, entry: Entry | undefined): Buffer | undefined => {
  if (entry?.mode === '120000') return Buffer.from(readlinkSync(join(root, path)))
  return statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ? readInside(root, path) : undefined
}

const namesIn = (listing: Listing, read: ReadFile): Names => namesOf(listing, link => read(link)?.toString())

/** Scans a kustomization when it is asked for, once for both trees where they share it. */
const scanner =
  (listing: Listing, read: ReadFile, scans: Map<string, Scan>): ScanOf =>
  path => {
    const entry = listing.get(path)
    const key = entry && entry.id !== 'disk' ? entry.id : path
    const content = scans.has(key) ? undefined : read(path)
    if (content) scans.set(key, scan(content))
    return scans.get(key)
  }
