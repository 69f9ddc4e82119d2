import type { Closures } from '../diff/affected.ts'

/**
 * The folders whose kustomizations lead from a unit to a path, the unit's own first; the shortest way. Undefined when the scan of the
 * kustomizations knows no way, as through the configuration of a plugin.
 */
export const chainTo = ({ folders, starts }: Closures, unit: string, path: string): string[] | undefined => {
  const start = starts.get(unit)?.folder
  if (start === undefined) return undefined
  const cameFrom = new Map<string, string | undefined>([[start, undefined]])
  for (const at of cameFrom.keys()) {
    const folder = folders.get(at)
    if (folder?.looked.has(path)) return wayTo(cameFrom, at)
    for (const next of folder?.next ?? []) if (!cameFrom.has(next)) cameFrom.set(next, at)
  }
  return undefined
}

const wayTo = (cameFrom: ReadonlyMap<string, string | undefined>, at: string): string[] => {
  const way: string[] = []
  for (let folder: string | undefined = at; folder !== undefined; folder = cameFrom.get(folder)) way.unshift(folder)
  return way
}
