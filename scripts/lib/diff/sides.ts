import { createHash } from 'node:crypto'
import { readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readInside } from '../files.ts'
import { findUnits, foldersOf, foldersOnDisk, type Layout } from '../units.ts'
import { type Closures, closures, mayBeAffected, type ScanOf, withFolders } from './affected.ts'
import type { ReadFile, Side } from './comparison.ts'
import type { SideName } from './data.ts'
import { changedBetween, changedOnDisk, type Entry, type Listing, listTree, listWork, prefixOf, readBlobs } from './git-tree.ts'
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

/** Reads the names in both trees and their kustomizations, and nothing else. */
export const readTrees = (root: string, base: SideName, head: SideName, layouts: readonly Layout[]): Trees => {
  const { listings, changed } = list(root, base, head)
  const ids = [...listings.base, ...listings.head].flatMap(([path, { mode, id }]) =>
    id !== 'disk' && (mode === '120000' || (isKustomization(path) && mode !== '160000')) ? [id] : [],
  )
  const blobs = readBlobs(root, ids)
  const sides = { base: sideOf(root, base, listings.base, layouts, blobs), head: sideOf(root, head, listings.head, layouts, blobs) }
  const names = { base: namesIn(listings.base, sides.base.read), head: namesIn(listings.head, sides.head.read) }
  const touched = withFolders(changed, names.base, names.head)
  const scans = new Map<string, Scan>()
  const scanOf = (side: 'base' | 'head'): ScanOf => scanner(listings[side], sides[side].read, scans)
  const old = closures(names.base, sides.base.units, scanOf('base'))
  const found = { base: old, head: closures(names.head, sides.head.units, scanOf('head'), { closures: old, touched }) }
  const candidates = new Set([...mayBeAffected(found.base, touched), ...mayBeAffected(found.head, touched)])
  return { ...sides, changed, touched, candidates, closures: found, fingerprint: fingerprint(listings, changed, sides.head.read) }
}

const isKustomization = (path: string): boolean => /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path)

const list = (root: string, base: SideName, head: SideName): { listings: { base: Listing; head: Listing }; changed: string[] } => {
  const under = prefixOf(root)
  const old = listTree(root, base.commit, under)
  if (head.tree === 'work') {
    const changed = changedOnDisk(root, base.commit)
    return { listings: { base: old, head: listWork(root, old, changed) }, changed }
  }
  const next = head.commit === base.commit ? old : listTree(root, head.commit, under)
  return { listings: { base: old, head: next }, changed: changedBetween(old, next) }
}

/** Base's names and contents, and what changed in head: a working tree has no id of its own. */
const fingerprint = (listings: { base: Listing; head: Listing }, changed: readonly string[], read: ReadFile): string => {
  const hash = createHash('sha256')
  for (const [path, { mode, id }] of listings.base) hash.update(`${mode} ${id} ${path}\0`)
  for (const path of [...changed].sort()) {
    const entry = listings.head.get(path)
    hash.update(`${path}\0${entry?.mode ?? ''} ${entry && entry.id !== 'disk' ? entry.id : ''}\0`)
    if (entry?.id === 'disk') hash.update(read(path) ?? '')
  }
  return hash.digest('hex')
}

const sideOf = (root: string, name: SideName, listing: Listing, layouts: readonly Layout[], blobs: Map<string, Buffer>): Side => {
  const files = [...listing].map(([path, { mode }]) => (/^1[26]/.test(mode) ? `${path}/` : path))
  const read: ReadFile = path => {
    const entry = listing.get(path)
    if (name.tree === 'work' && (!entry || entry.id === 'disk')) return fromDisk(root, path, entry)
    if (!entry || entry.mode === '160000') return undefined
    const known = blobs.get(entry.id) ?? readBlobs(root, [entry.id]).get(entry.id)
    if (known) blobs.set(entry.id, known)
    return known
  }
  return { name, units: findUnits(name.tree === 'work' ? foldersOnDisk(root) : foldersOf(files), layouts), files, read }
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
