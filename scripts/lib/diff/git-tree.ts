import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { git } from '../git.ts'
import { entriesAt, entriesFrom, folderMode, type GitEntry } from '../git-entries.ts'

/** A file, link or submodule of a tree: Git's mode, and the id of its content; `disk` when only the working tree has it. */
export type Entry = GitEntry
/** The entries of a tree by path relative to the root. */
export type Listing = ReadonlyMap<string, Entry>

const records = (out: Buffer): string[] => out.toString().split('\0').filter(Boolean)

/** Every file, link and submodule of a commit below `root`. @param base a commit that was listed before and differs little */
export const listTree = (root: string, commit: string, base = commit): Map<string, Entry> => {
  const entries = base === commit ? entriesAt(root, commit) : entriesFrom(root, base, commit)
  return new Map([...entries].filter(([, { mode }]) => mode !== folderMode))
}

/** The contents of some objects of the repository, by id. */
export const readBlobs = (root: string, ids: Iterable<string>): Map<string, Buffer> => {
  const wanted = [...new Set(ids)]
  const read = new Map<string, Buffer>()
  if (wanted.length === 0) return read
  const out = git(root, ['cat-file', '--batch=%(objectsize)'], wanted.map(id => `${id}\n`).join(''))
  let at = 0
  for (const id of wanted) {
    const end = out.indexOf(10, at)
    const size = Number(out.toString('latin1', at, end))
    at = end + 1
    // A missing object answers "<id> missing": a partial clone, which the engine reports where it matters.
    if (Number.isNaN(size)) continue
    read.set(id, out.subarray(at, at + size))
    at += size + 1
  }
  return read
}

/** The paths whose entry differs between two trees, in content or in mode. */
export const changedBetween = (base: Listing, head: Listing): string[] => {
  const differs = ([path, { mode, id }]: [string, Entry]): boolean => base.get(path)?.id !== id || base.get(path)?.mode !== mode
  return [...[...head].filter(differs).map(([path]) => path), ...[...base.keys()].filter(path => !head.has(path))]
}

/**
 * The paths in which the working tree differs from a commit: what Git tracks, what it doesn't, and what it was told not to look at. A
 * folder of which Git tracks nothing stands for all that is in it. Throws a Failure when a merge was left unfinished.
 */
export const changedOnDisk = (root: string, commit: string): string[] => {
  const diff = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty', '--relative']
  const tracked = records(git(root, [...diff, commit, '--']))
  const others = records(git(root, ['ls-files', '--others', '--directory', '-z'])).map(path => path.replace(/\/$/, ''))
  const tagged = records(git(root, ['ls-files', '-v', '-z']))
  const conflicts = [...new Set(tagged.filter(line => line.startsWith('M ')).map(line => line.slice(2)))]
  if (conflicts.length > 0)
    throw new Failure(
      `a merge is unfinished: ${conflicts.slice(0, 5).join(', ')}${conflicts.length > 5 ? ', …' : ''}; resolve the conflicts and "git add" the files, or "git merge --abort"`,
    )
  const unwatched = tagged.filter(line => /^[a-zS] /.test(line)).map(line => line.slice(2))
  return [...new Set([...tracked, ...others, ...unwatched])]
}

/** The entries of the working tree, which are a commit's but for the paths that changed. */
export const listWork = (root: string, commit: Listing, changed: readonly string[]): Map<string, Entry> => {
  const entries = new Map(commit)
  for (const path of changed) {
    const found = lstatSync(join(root, path), { throwIfNoEntry: false })
    // Anything else, a pipe for one, is not content; a build that meets it meets a changed path.
    if (!found?.isFile() && !found?.isSymbolicLink()) entries.delete(path)
    else entries.set(path, { mode: found.isSymbolicLink() ? '120000' : '100644', id: 'disk' })
  }
  return entries
}
