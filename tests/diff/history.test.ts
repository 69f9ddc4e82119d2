import { expect, test } from 'vitest'
import { mayRead } from '../../scripts/lib/diff/affected.ts'
import type { Compared } from '../../scripts/lib/diff/compare.ts'
import { changesOf } from '../../scripts/lib/diff/report.ts'
import { history, repositoryOf } from '../history/generate.ts'
import { commitSide, compareSides, enginesFor } from './engines.ts'

const count = 200

/** What a report says of units. The nearest name that a failure hints at comes from a folder's listing, which no build depends on. */
const said = ({ comparison: { base, head, units } }: Compared): string => {
  const has = (side: typeof base, name: string): boolean => side.units.some(unit => unit.name === name)
  const changes = changesOf(
    units,
    name => !has(base, name),
    name => !has(head, name),
  )
  return JSON.stringify(changes, (key, value) => (key === 'hint' ? undefined : value), 1)
}

/** What builds looked at and the scan of the kustomizations didn't foresee. */
const missed = ({ comparison, trees }: Compared): string[] =>
  comparison.units.flatMap(({ unit, from, reads }) =>
    (['base', 'head'] as const).flatMap(side => {
      const may = mayRead(trees.closures[side], side === 'base' ? (from ?? unit).name : unit.name)
      return may ? reads[side].filter(read => read !== '' && !may.has(read)).map(read => `${side} ${unit.name} ${read}`) : []
    }),
  )

test(`on each of ${count} random edits, what a change may touch and all units give the same report`, { timeout: 600_000 }, async () => {
  const steps = history(20261121, count)
  const { root, commits } = repositoryOf(steps)
  const engines = await enginesFor(root)
  const seen = { changed: 0, broken: 0, whole: 0, saved: 0 }
  for (const [i, { edit }] of steps.slice(1).entries()) {
    const [base, head] = [commitSide(commits[i] ?? ''), commitSide(commits[i + 1] ?? '')]
    const affected = await compareSides(root, engines, base, head)
    const all = await compareSides(root, engines, base, head, true)
    const label = `edit ${i + 1}, ${edit}, ${head.commit}`
    expect(said(affected), label).toBe(said(all))
    expect(missed(all), label).toEqual([])
    const { units } = all.comparison
    if (units.some(({ pairs }) => pairs.some(({ change }) => change))) seen.changed++
    if (units.some(({ broken }) => broken)) seen.broken++
    else if (units.length > 0) seen.whole++
    if (affected.built < all.built) seen.saved++
  }
  // The history is worth something: edits change units, break and mend them, and most touch few.
  expect(seen.changed).toBeGreaterThan(count / 4)
  expect(seen.broken).toBeGreaterThan(count / 10)
  expect(seen.whole).toBeGreaterThan(count / 10)
  expect(seen.saved).toBeGreaterThan(count / 2)
})
