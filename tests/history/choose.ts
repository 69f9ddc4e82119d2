import type { State } from './initial.ts'
import type { Random } from './random.ts'
import type { Kustomization } from './tree.ts'

/** One random edit of a repository; it may break units, as edits do. */
export type Edit = (state: State, random: Random, number: number) => void

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))
export const listOf = ({ fields }: Kustomization, field: string): unknown[] => {
  const list = Array.isArray(fields[field]) ? (fields[field] as unknown[]) : []
  fields[field] = list
  return list
}
export const isOrdinary = ({ mode }: { mode: string }): boolean => mode !== '120000'
export const units = ({ kustomizations }: State): string[] =>
  [...kustomizations.keys()].filter(path => /^overlays\/[^/]+\/[^/]+$/.test(path))

export const anyFile = ({ files }: State, random: Random): string =>
  random.pick([...files].filter(([, file]) => isOrdinary(file)).map(([path]) => path))
export const anyFolder = ({ kustomizations }: State, random: Random): string => random.pick([...kustomizations.keys()])
export const anyKustomization = (state: State, random: Random): Kustomization =>
  state.kustomizations.get(anyFolder(state, random)) as Kustomization

/** Moves what is below a path to another, kustomizations too. */
export const move = ({ files, kustomizations }: State, from: string, to: string): void => {
  const renamed = (path: string): string | undefined =>
    path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : undefined
  for (const map of [files, kustomizations] as Map<string, unknown>[])
    for (const [path, value] of [...map]) {
      const next = renamed(path)
      if (next === undefined) continue
      map.delete(path)
      map.set(next, value)
    }
}

/** Replaces a file's name in the kustomization beside it, wherever it stands. */
export const relist = ({ kustomizations }: State, path: string, name: string): void => {
  const own = kustomizations.get(folderOf(path))
  if (!own) return
  const old = path.slice(path.lastIndexOf('/') + 1)
  own.fields = JSON.parse(JSON.stringify(own.fields).replaceAll(JSON.stringify(old), JSON.stringify(name)))
}
