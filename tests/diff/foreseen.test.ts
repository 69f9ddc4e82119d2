import { join } from 'node:path'
import { expect, test } from 'vitest'
import { corpus } from '../../scripts/lib/bench/corpus.ts'
import { makeRepository } from '../../scripts/lib/bench/repository.ts'
import { mayBeAffected, mayRead } from '../../scripts/lib/diff/affected.ts'
import { headOf } from '../../scripts/lib/diff/refs.ts'
import { readTrees } from '../../scripts/lib/diff/sides.ts'
import { enginesFor } from '../../scripts/lib/engines-for.ts'
import { entriesAt, entriesFrom } from '../../scripts/lib/git-entries.ts'
import { renderUnits } from '../../scripts/lib/render.ts'
import { home } from '../../scripts/lib/tools.ts'
import { ownLayout } from '../../scripts/lib/units.ts'
import { scratch } from '../helpers.ts'
import { history, repositoryOf } from '../history/generate.ts'
import { workSide } from './engines.ts'

const generated = (): string => {
  const root = join(scratch(), 'corpus')
  makeRepository(root, corpus(40))
  return root
}

// That it holds over random edits, links and absent files too, is tested in history.test.ts.
test.each([
  ['this repository', () => home],
  ['the corpus of the bench', generated],
])('%s: what a build reads was foreseen from the kustomizations, and a change of it touches the unit', async (_, where) => {
  const root = where()
  const side = workSide(headOf(root))
  const { head, closures } = readTrees(root, side, side, ownLayout)
  const engines = await enginesFor(root)
  try {
    const rendered = await renderUnits(engines, 'work', head.units)
    const readers = new Map<string, string[]>()
    for (const { unit, result } of rendered) {
      const may = mayRead(closures.head, unit.name)
      expect(may, unit.name).toBeDefined()
      expect(
        result.reads.filter(read => read !== '' && !may?.has(read)),
        unit.name,
      ).toEqual([])
      for (const read of result.reads) readers.set(read, [...(readers.get(read) ?? []), unit.name])
    }
    expect(readers.size).toBeGreaterThan(head.units.length)
    for (const [path, units] of readers) {
      const affected = mayBeAffected(closures.head, new Set([path]))
      expect(
        units.filter(unit => path !== '' && !affected.has(unit)),
        path,
      ).toEqual([])
    }
  } finally {
    engines.close()
  }
})

test('what a commit holds, found from the one before it, is what Git lists', () => {
  const { root, commits } = repositoryOf(history(20261123, 60))
  for (const [i, commit] of commits.slice(1).entries()) {
    const found = entriesFrom(root, commits[i] ?? '', commit)
    // Another spelling of the folder, so that nothing is remembered.
    expect(new Map([...found].sort()), commit).toEqual(new Map([...entriesAt(`${root}/.`, commit)].sort()))
  }
})
