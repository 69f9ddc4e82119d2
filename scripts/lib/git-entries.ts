import { git } from './git.ts'

const prefixes = new Map<string, string>()

/** The folder of the repository that `root` is, as a prefix of paths in its trees: empty, or `sub/folder/`. Asked once in a run. */
export const prefix = (root: string): string => {
  const found = prefixes.get(root) ?? git(root, ['rev-parse', '--show-prefix']).toString().replace(/\n$/, '')
  prefixes.set(root, found)
  return found
}

/**
 * The commits that some names mean, from one call of Git that tells the prefix too: each call takes ten milliseconds. Undefined when one of
 * them means none, or looks like an option: who asks for it alone learns why.
 */
export const commitsAt = (root: string, names: readonly string[]): string[] | undefined => {
  if (names.some(name => name.startsWith('-'))) return undefined
  try {
    const words = git(root, ['rev-parse', '--show-prefix', ...names.map(name => `${name}^{commit}`)])
      .toString()
      .split('\n')
    const ids = words.slice(1, -1)
    if (ids.length !== names.length || !ids.every(id => /^[0-9a-f]{40,64}$/.test(id))) return undefined
    prefixes.set(root, words[0] ?? '')
    return ids
  } catch {
    return undefined
  }
}

/** What stands at a path of a commit: Git's mode, and the id of its content. */
export type GitEntry = { mode: string; id: string }

/** What commits hold never changes. Two are compared; a diff that releases an environment looks at two more. */
const mostListed = 4
const listed = new Map<string, ReadonlyMap<string, GitEntry>>()

const remember = (key: string, entries: ReadonlyMap<string, GitEntry>): ReadonlyMap<string, GitEntry> => {
  if (listed.size >= mostListed) listed.clear()
  listed.set(key, entries)
  return entries
}

/** Everything in a commit below `root`, folders too (mode 040000), by path relative to it. Git is asked once for each commit. */
export const entriesAt = (root: string, commit: string): ReadonlyMap<string, GitEntry> => {
  const key = `${commit} ${root}`
  const known = listed.get(key)
  if (known) return known
  const under = prefix(root)
  const none = under !== '' && git(root, ['ls-tree', '--full-tree', commit, under.slice(0, -1)]).length === 0
  const out = none ? '' : git(root, ['ls-tree', '-r', '-t', '-z', '--full-tree', under ? `${commit}:${under}` : commit]).toString()
  const entries = new Map<string, GitEntry>()
  for (const line of out.split('\0')) {
    const tab = line.indexOf('\t')
    if (tab > 0) entries.set(line.slice(tab + 1), { mode: line.slice(0, 6), id: line.slice(line.lastIndexOf(' ', tab) + 1, tab) })
  }
  return remember(key, entries)
}

/** As entriesAt; what another commit holds is changed by what Git says differs, which is faster than a second list. */
export const entriesFrom = (root: string, base: string, commit: string): ReadonlyMap<string, GitEntry> => {
  const key = `${commit} ${root}`
  const old = entriesAt(root, base)
  const known = listed.get(key)
  if (known) return known
  if (prefix(root) !== '') return entriesAt(root, commit)
  const words = git(root, ['diff-tree', '-r', '-t', '-z', '--raw', '--no-renames', '--ignore-submodules=none', base, commit])
    .toString()
    .split('\0')
  const changed = words.flatMap((word, i): [string, GitEntry][] => {
    const [, mode = '', , id = ''] = i % 2 ? [] : word.split(' ')
    return id ? [[words[i + 1] ?? '', { mode, id }]] : []
  })
  const isGone = ({ mode }: GitEntry): boolean => mode === '000000'
  const entries = new Map(old)
  // A path can be gone as a file and there as a folder.
  for (const [path, entry] of changed) if (isGone(entry)) entries.delete(path)
  for (const [path, entry] of changed) if (!isGone(entry)) entries.set(path, entry)
  return remember(key, entries)
}

/** Every file path of a commit below `root`, relative to it. A link or submodule ends with a slash: it may stand for a folder. */
export const filesAt = (root: string, commit: string): string[] =>
  [...entriesAt(root, commit)].flatMap(([path, { mode }]) => (mode === folderMode ? [] : [/^1[26]/.test(mode) ? `${path}/` : path]))

/** The mode of a folder in a commit. */
export const folderMode = '040000'

/** The bytes of some files of a commit, by path relative to `root`; a path that isn't a file there is left out. */
export const readAt = (root: string, commit: string, paths: readonly string[]): Map<string, Buffer> =>
  readFrom(root, [{ commit, paths }])[0] ?? new Map()

/** As readAt, of several commits by one call of Git. */
export const readFrom = (root: string, asked: readonly { commit: string; paths: readonly string[] }[]): Map<string, Buffer>[] => {
  const under = prefix(root)
  const names = asked.flatMap(({ commit, paths }, from) =>
    paths.flatMap(path => (path.includes('\n') ? [] : [{ from, path, name: `${commit}:${under}${path}` }])),
  )
  const read = asked.map(() => new Map<string, Buffer>())
  if (names.length === 0) return read
  const out = git(root, ['cat-file', '--batch=%(objecttype) %(objectsize)'], names.map(({ name }) => `${name}\n`).join(''))
  let at = 0
  for (const { from, path } of names) {
    const end = out.indexOf(10, at)
    // A missing path answers with its name, which starts with the commit's id and so never looks like a type and a size.
    const found = /^([a-z]+) (\d+)$/.exec(out.toString('utf8', at, end))
    at = end + 1
    if (!found) continue
    const next = at + Number(found[2])
    if (found[1] === 'blob') read[from]?.set(path, out.subarray(at, next))
    at = next + 1
  }
  return read
}
