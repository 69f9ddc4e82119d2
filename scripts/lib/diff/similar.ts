import type { KubeObject } from '../engine.ts'

/** What two objects of one kind are compared by: their fields' values, without what names them, and their name. */
type Traits = { leaves: ReadonlySet<string>; bigrams: ReadonlySet<string>; namespace: string; name: string }

const traits = (object: KubeObject): Traits => {
  const { name, namespace = '', ...metadata } = object.metadata
  const leaves = new Set<string>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) leaves.add(`${path}=${value}`)
    else for (const [key, one] of Object.entries(value)) walk(one, Array.isArray(value) ? `${path}[]` : `${path}.${key}`)
  }
  walk({ ...object, metadata }, '')
  const bigrams = new Set([...name].map((_, i) => `^${name}$`.slice(i, i + 2)))
  return { leaves, bigrams, namespace, name }
}

/** Share of common members of all members, 0 to 1. */
const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let common = 0
  for (const one of a) if (b.has(one)) common++
  const all = a.size + b.size - common
  return all === 0 ? 1 : common / all
}

/** How alike two objects of one kind are. The same name in another namespace counts as much as most of the content. */
const likeness = (a: Traits, b: Traits): number => {
  const content = overlap(a.leaves, b.leaves)
  if (a.name === b.name) return 0.5 + content / 2
  return content * 0.7 + overlap(a.bigrams, b.bigrams) * 0.3
}

// chosen: below it, pairs of the 563 objects of this repository that aren't one another's rename begin to match
const enough = 0.6
/** chosen: so many comparisons take a second; beyond, objects are shown as removed and created. */
const mostComparisons = 40_000

/** Pairs objects of one kind that are alike enough, the most alike first, each at most once. */
export const alike = (old: readonly KubeObject[], next: readonly KubeObject[]): [KubeObject, KubeObject][] => {
  if (old.length === 0 || next.length === 0 || old.length * next.length > mostComparisons) return []
  const [before, after] = [old.map(traits), next.map(traits)]
  const found = before
    .flatMap((a, i) => after.map((b, j) => ({ i, j, score: likeness(a, b) })))
    .filter(({ score }) => score >= enough)
    .sort((a, b) => b.score - a.score)
  const [usedOld, usedNext] = [new Set<number>(), new Set<number>()]
  return found.flatMap(({ i, j }): [KubeObject, KubeObject][] => {
    const [one, other] = [old[i], next[j]]
    if (usedOld.has(i) || usedNext.has(j) || !one || !other) return []
    usedOld.add(i)
    usedNext.add(j)
    return [[one, other]]
  })
}
