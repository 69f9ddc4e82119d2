import { join } from 'node:path'
import type { Listing } from './git-tree.ts'

export type Kind = 'file' | 'link' | 'folder'

/** A tree as names: what stands at a path, and where a link leads. */
export type Names = { kind: (path: string) => Kind | undefined; target: (link: string) => string | undefined }

/** The names of a listing. A submodule is a file that leads nowhere. */
export const namesOf = (listing: Listing, target: Names['target']): Names => {
  const folders = new Set([''])
  for (const path of listing.keys()) for (let folder = parent(path); !folders.has(folder); folder = parent(folder)) folders.add(folder)
  const kind = (path: string): Kind | undefined => {
    const entry = listing.get(path)
    if (entry) return entry.mode === '120000' ? 'link' : 'file'
    return folders.has(path) ? 'folder' : undefined
  }
  return { kind, target }
}

export const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** A relative path from a folder, cleaned as kustomize cleans it; undefined when it leaves the tree or names no place in it. */
export const joined = (folder: string, path: string): string | undefined => {
  if (path === '' || path.startsWith('/') || path.includes('\0')) return undefined
  const clean = join(folder, path).replace(/\/$/, '')
  return clean === '..' || clean.startsWith('../') ? undefined : clean === '.' ? '' : clean
}

/** The engine follows as many (tools/engine/limits.go). */
const mostLinks = 255

/**
 * Follows a path and its links as the engine does.
 * @param visit told every path that is looked at, the last of them absent when nothing stands there
 */
export const follow = (names: Names, path: string, visit: (path: string) => void): { at: string; kind: Kind } | undefined => {
  const rest = path.split('/').filter(name => name !== '' && name !== '.')
  let at = ''
  let kind: Kind = 'folder'
  for (let links = 0; rest.length > 0; ) {
    const name = rest.shift() ?? ''
    if (name === '..') {
      at = parent(at)
      kind = 'folder'
      continue
    }
    if (kind !== 'folder') return undefined
    const next = at ? `${at}/${name}` : name
    visit(next)
    const found = names.kind(next)
    if (found === undefined) return undefined
    if (found !== 'link') {
      at = next
      kind = found
      continue
    }
    const target = names.target(next)
    if (target === undefined || target.startsWith('/') || ++links > mostLinks) return undefined
    rest.unshift(...target.split('/').filter(part => part !== '' && part !== '.'))
  }
  return { at, kind }
}
