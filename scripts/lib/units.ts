import { readdirSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { Failure } from './failure.ts'
import { nearest } from './nearest.ts'

/** A deployable folder. `name` is what people type and where golden is kept, `env` the environment it belongs to, `path` the folder. */
export type Unit = { name: string; env: string; path: string }

/** Lists the folders in a folder of a tree, unsorted; none when it isn't there. */
export type ListFolders = (path: string) => string[]

/** Which folders are units, and how their paths become names (`$1` is what the first * stood for). */
export type Layout = { glob: string; name: string; env: string }

export const ownLayout: Layout[] = [
  { glob: 'overlays/*/*', name: '$1/$2', env: '$1' },
  { glob: 'argo/env/*', name: 'argo/$1', env: '$1' },
]

/** The layout of another repository from `--units 'clusters/*\/apps/*'`: the name is the path from the first * on, `env` its first part. */
export const layoutOf = (glob: string): Layout => {
  const parts = glob.replace(/\/+$/, '').split('/')
  const first = parts.findIndex(part => part.includes('*'))
  if (first < 0 || glob.includes('**') || glob.startsWith('/') || parts.includes('..'))
    throw new Failure(
      `--units "${glob}": write a path relative to the root with at least one *, one * per folder, like 'clusters/*/apps/*'`,
    )
  let star = 0
  const name = parts.slice(first).map(part => (part.includes('*') ? `$${++star}` : part))
  return { glob: parts.join('/'), name: name.join('/'), env: '$1' }
}

/** Folders of the working tree. A symbolic link counts: where it leads is judged when it is built. */
export const foldersOnDisk =
  (root: string): ListFolders =>
  path => {
    try {
      const entries = readdirSync(join(root, path), { withFileTypes: true })
      return entries.filter(entry => entry.isDirectory() || entry.isSymbolicLink()).map(entry => entry.name)
    } catch {
      return []
    }
  }

/** Every unit of a tree, sorted by name. Dot folders are none. */
export const findUnits = (folders: ListFolders, layouts: readonly Layout[] = ownLayout): Unit[] =>
  layouts.flatMap(layout => expand(folders, layout)).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))

const expand = (folders: ListFolders, layout: Layout): Unit[] => {
  let found: { path: string[]; stars: string[] }[] = [{ path: [], stars: [] }]
  for (const segment of layout.glob.split('/'))
    found = found.flatMap(({ path, stars }) => {
      if (!segment.includes('*')) return [{ path: [...path, segment], stars }]
      const matches = (name: string): boolean => segment === '*' || matchesGlob(name, segment)
      const matching = folders(path.join('/')).filter(name => !name.startsWith('.') && matches(name))
      return matching.map(name => ({ path: [...path, name], stars: [...stars, name] }))
    })
  return found.map(({ path, stars }) => {
    const fill = (template: string): string => template.replace(/\$(\d)/g, (_, n) => stars[Number(n) - 1] ?? '')
    return { name: fill(layout.name), env: fill(layout.env), path: path.join('/') }
  })
}

/** Whether a typed target means a unit: its environment, its name, its app in every environment, or its folder's path. */
export const isMeant = ({ env, name, path }: Unit, typed: string): boolean => {
  const target = typed.replace(/^\.\//, '').replace(/\/+$/, '')
  return [env, name, path].includes(target) || name.endsWith(`/${target}`) || name.startsWith(`${target}/`)
}

/**
 * The units that the typed targets mean; all of them without targets. Throws a Failure with the nearest names for a target that means none.
 */
export const selectUnits = (units: readonly Unit[], targets: readonly string[]): Unit[] => {
  if (targets.length === 0) return [...units]
  const chosen = new Set<Unit>()
  for (const typed of targets) {
    const meant = units.filter(unit => isMeant(unit, typed))
    if (meant.length === 0) throw new Failure(unknownTarget(typed, units))
    for (const unit of meant) chosen.add(unit)
  }
  return units.filter(unit => chosen.has(unit))
}

const unknownTarget = (typed: string, units: readonly Unit[]): string => {
  if (units.length === 0) return `no unit is called "${typed}": there are no units here (is this the root of the repository?)`
  const names = [...new Set(units.flatMap(unit => [unit.env, unit.name, unit.name.slice(unit.name.indexOf('/') + 1)]))]
  const close = nearest(typed, names)
  const envs = [...new Set(units.map(unit => unit.env))].join(', ')
  return `no unit is called "${typed}"; ${close.length > 0 ? `did you mean ${close.join(' or ')}?` : `environments: ${envs}`}`
}

/** Folders of a commit, from the paths of its files; what ends with a slash is one itself. */
export const foldersOf = (files: readonly string[]): ListFolders => {
  const children = new Map<string, Set<string>>()
  // From the file upwards, as far as nobody was before.
  for (const file of files)
    for (let end = file.lastIndexOf('/'); end > 0; ) {
      const cut = file.lastIndexOf('/', end - 1)
      const parent = file.slice(0, Math.max(cut, 0))
      const name = file.slice(cut + 1, end)
      const known = children.get(parent)
      if (known?.has(name)) break
      if (known) known.add(name)
      else children.set(parent, new Set([name]))
      end = cut
    }
  return path => [...(children.get(path) ?? [])]
}
