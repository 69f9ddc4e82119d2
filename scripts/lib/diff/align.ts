import { createRequire } from 'node:module'
import { isDeepStrictEqual } from 'node:util'
import type { FieldChange, Step } from './data.ts'

/** The differ is loaded when a list without keys differs, and not before. */
const load = createRequire(import.meta.url)

const isWhole = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Items that stay where they are, and between them the ones that went and came. */
type Run = { went: readonly unknown[]; came: readonly unknown[] } | { stayed: number }

const runs = (old: readonly unknown[], next: readonly unknown[]): Run[] => {
  const { diffArrays } = load('diff') as typeof import('diff')
  const all: Run[] = []
  // Above this the differ takes seconds and its answer helps nobody.
  const parts = diffArrays([...old], [...next], { comparator: isDeepStrictEqual, timeout: 500 })
  if (!parts) return [{ went: old, came: next }]
  for (const { added, removed, value } of parts) {
    const last = all.at(-1)
    if (!added && !removed) all.push({ stayed: value.length })
    else if (last && 'went' in last) all.splice(-1, 1, added ? { ...last, came: value } : { ...last, went: value })
    else all.push({ went: removed ? value : [], came: added ? value : [] })
  }
  return all
}

type Compare = (old: unknown, next: unknown, within: readonly Step[]) => FieldChange[]

/** Changes of a list whose items have no names: those that stand between the same neighbours are taken for one and compared. */
export const aligned = (old: readonly unknown[], next: readonly unknown[], within: readonly Step[], compare: Compare): FieldChange[] => {
  const sorted = (list: readonly unknown[]): string[] => list.map(item => JSON.stringify(item)).sort()
  if (isDeepStrictEqual(sorted(old), sorted(next))) return [{ path: within, change: 'reordered' }]
  let [at, to] = [0, 0]
  const changes: FieldChange[] = []
  for (const run of runs(old, next)) {
    if ('stayed' in run) {
      at += run.stayed
      to += run.stayed
      continue
    }
    for (let i = 0; i < Math.max(run.went.length, run.came.length); i++) {
      const [gone, here] = [run.went[i], run.came[i]]
      if (i >= run.came.length) changes.push({ path: [...within, at + i], change: 'removed', old: gone })
      else if (i >= run.went.length) changes.push({ path: [...within, to + i], change: 'added', new: here })
      else if (isWhole(gone) && isWhole(here)) changes.push(...compare(gone, here, [...within, to + i]))
      else changes.push({ path: [...within, to + i], change: 'changed', old: gone, new: here })
    }
    at += run.went.length
    to += run.came.length
  }
  return changes
}
