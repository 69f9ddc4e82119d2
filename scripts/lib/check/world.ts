import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Tree } from '../engine.ts'
import { filesInWork } from '../git.ts'
import { filesAt, readAt } from '../git-entries.ts'
import type { World } from './rule.ts'

/** The files of a tree and their content: what rules about sources look at. Nothing outside the repository is ever read. */
export type Files = Required<Pick<World, 'files' | 'read' | 'bytes'>>

/** The files of a working tree or a commit. Contents are read when asked for and kept. */
export const filesOf = (root: string, tree: Tree): Files => {
  if (tree === 'work') return remember(listed(root), diskOf(root))
  const files = filesAt(root, tree)
  return remember(files, fromCommit(root, tree, files))
}

const remember = (files: readonly string[], load: (path: string) => Buffer | undefined): Files => {
  const contents = new Map<string, Buffer | undefined>()
  const texts = new Map<string, string>()
  const bytes = (path: string): Buffer | undefined => {
    if (!contents.has(path)) contents.set(path, load(path))
    return contents.get(path)
  }
  const read = (path: string): string | undefined => {
    const known = texts.get(path)
    if (known !== undefined) return known
    const text = bytes(path)?.toString('utf8')
    if (text !== undefined) texts.set(path, text)
    return text
  }
  return { files, read, bytes }
}

/** What Git lists; every file where there is no Git, but those that no repository holds. */
const listed = (root: string): string[] => {
  const known = filesInWork(root)
  if (known && known.length > 0) return known.sort()
  return walk(root, '').sort()
}

const walk = (root: string, folder: string): string[] => {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
      if (entry.name === '.git' || entry.name === 'node_modules' || entry.name === '.rendered') return []
      const path = folder ? `${folder}/${entry.name}` : entry.name
      return entry.isDirectory() ? walk(root, path) : [path]
    })
  } catch {
    return []
  }
}

/** A rule sees no file above this: the engine refuses it (LIMIT_FILE), and nothing else may cost memory. */
const largest = 4 * 2 ** 20

/** Reads a regular file whose folder, and whose target if it is a link, is in the repository. */
const diskOf = (root: string): ((path: string) => Buffer | undefined) => {
  const folders = new Map<string, boolean>()
  const isInside = (path: string): boolean => {
    const inside = relative(root, realpathSync(path))
    return inside !== '..' && !inside.startsWith(`..${sep}`) && inside !== '.git' && !inside.startsWith(`.git${sep}`)
  }
  const holds = (folder: string): boolean => {
    const known = folders.get(folder) ?? isInside(folder)
    folders.set(folder, known)
    return known
  }
  return path => {
    try {
      const full = join(root, path)
      const link = lstatSync(full).isSymbolicLink()
      if (!holds(dirname(full)) || (link && !isInside(full))) return undefined
      const found = statSync(full)
      return found.isFile() && found.size <= largest ? readFileSync(full) : undefined
    } catch {
      return undefined
    }
  }
}

/** One question to Git per top folder, at the first file asked for in it. */
const fromCommit = (root: string, commit: string, files: readonly string[]): ((path: string) => Buffer | undefined) => {
  const top = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')
  const folders = new Map<string, Map<string, Buffer>>()
  return path => {
    const folder = top(path)
    const known =
      folders.get(folder) ??
      readAt(
        root,
        commit,
        files.filter(file => top(file) === folder && !file.endsWith('/')),
      )
    folders.set(folder, known)
    return known.get(path)
  }
}
