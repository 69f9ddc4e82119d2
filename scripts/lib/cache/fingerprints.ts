import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheRoot } from '../cache-root.ts'
import { folderMode, type GitEntry } from '../git-entries.ts'
import { digestOf, readKept, writeKept } from './kept.ts'

/** What a path of a tree is, in a word that is equal when it is the same thing with the same content. */
export type Fingerprints = {
  of: (path: string) => string
  /** Whether it was as it is now at a time (milliseconds since 1970): only then does its fingerprint say what was read after that. */
  unchangedSince: (path: string, time: number) => boolean
  /** What decides besides the paths that were read: a commit's attributes, of which a build warns. */
  besides: string
  save: () => void
}

/** A clock of files ticks every few milliseconds, and a change within one tick leaves the times as they were: younger files are read again. */
const settled = 100

/** By digest of the path: a file's name can hold what must not lie about. */
type Known = { [path: string]: [stamp: string, digest: string] }

/** Everything that changes when a file's content or mode does. The change time can't be set by a program. */
const stampOf = ({ ctimeMs, mtimeMs, size, ino, mode }: Stats): string => [ctimeMs, mtimeMs, size, ino, mode].join(' ')

/**
 * Fingerprints of a working tree. A file is read once and then known by its stamp, which is kept between runs.
 * @param file where the stamps are kept; one for each root
 */
export const workFingerprints = (root: string, file: string): Fingerprints => {
  const known = readKept<Known>(file) ?? {}
  const now = new Map<string, string>()
  let fresh = 0

  const look = (path: string): string => {
    const full = join(root, path)
    const found = lstatSync(full, { throwIfNoEntry: false })
    if (!found) return 'absent'
    if (found.isDirectory()) return 'folder'
    if (found.isSymbolicLink()) return `link ${readlinkSync(full)}`
    if (!found.isFile()) return `special ${found.mode}`
    return `${found.mode & 0o100 ? 'program' : 'file'} ${content(path, full, found)}`
  }
  const content = (path: string, full: string, found: Stats): string => {
    const stamp = stampOf(found)
    const name = digestOf(path).slice(0, 32)
    const before = known[name]
    if (before?.[0] === stamp) return before[1]
    const digest = digestOf(readFileSync(full))
    const after = lstatSync(full)
    if (stampOf(after) === stamp && Math.max(after.ctimeMs, after.mtimeMs) < Date.now() - settled) {
      known[name] = [stamp, digest]
      fresh++
    }
    return digest
  }
  return {
    of: path => {
      const seen = now.get(path)
      if (seen !== undefined) return seen
      const print = attempt(() => look(path))
      now.set(path, print)
      return print
    },
    unchangedSince: (path, time) => {
      for (let at = path; ; at = dirname(at)) {
        const found = lstatSync(join(root, at), { throwIfNoEntry: false })
        // What is gone was removed from the folder that is left.
        if (found) return (found.isDirectory() && at === path) || found.ctimeMs < time - settled
        if (at === '.') return false
      }
    },
    besides: '',
    save: () => {
      if (fresh > 0) writeKept(file, known)
    },
  }
}

/** Fingerprints of what renders left in a working tree; one whose name is taken by something else is like no other. */
export const renderedFingerprints = (root: string): Fingerprints =>
  workFingerprints(root, join(cacheRoot(), 'stamps', `rendered-${digestOf(root).slice(0, 20)}.json`))

/** A path that can't be looked at is like no other, so that nothing is reused for it. */
const attempt = (look: () => string): string => {
  try {
    return look()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return code === 'ENOTDIR' ? 'absent' : `unreadable ${code} ${Math.random()}`
  }
}

/** Fingerprints of a commit, from its list of modes and object ids, which is exact and doesn't change. */
export const commitFingerprints = (entries: ReadonlyMap<string, GitEntry>): Fingerprints => {
  const print = (path: string): string => {
    const entry = entries.get(path)
    if (!entry) return path === '.' ? 'folder' : 'absent'
    return entry.mode === folderMode ? 'folder' : `${entry.mode} ${entry.id}`
  }
  const attributes = [...entries.keys()].filter(path => path === '.gitattributes' || path.endsWith('/.gitattributes'))
  return {
    of: print,
    unchangedSince: () => true,
    besides: attributes.map(path => `${path},${print(path)}`).join('\n'),
    save: () => {},
  }
}
