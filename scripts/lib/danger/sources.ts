import { fieldOf, parseSource, textOf } from '../sources/parse.ts'
import { type Change, goes } from './change.ts'
import { deadEntries } from './dead-entries.ts'
import { family, type Said } from './rule.ts'

/** A file of one object that units read at base, that no unit reads at head, and that is still there. */
const dropped = (change: Change): Said<'D40'>[] => {
  if (change.changed.length === 0) return []
  const there = new Set(change.head.files)
  const gone = goes(change)
  const read = (side: 'base' | 'head'): Set<string> => new Set(change.units.flatMap(({ reads }) => reads[side]))
  const [before, after] = [read('base'), read('head')]
  return [...before]
    .filter(path => /\.ya?ml$/.test(path) && there.has(path) && !after.has(path) && change.readers(path).size === 0)
    .flatMap((file): Said<'D40'>[] => {
      const objects = parseSource(change.head.read, file)?.documents.map(({ contents }) => contents) ?? []
      const kinds = objects.map(one => [textOf(fieldOf(one, 'kind')), textOf(fieldOf(fieldOf(one, 'metadata'), 'name'))])
      const lost = gone.find(({ kind, name }) => kinds.some(([k, n]) => k === kind && n !== undefined && name.includes(n)))
      if (!lost) return []
      return [{ code: 'D40', file, problem: `no unit lists ${file} any more, and ${lost.kind}/${lost.name} is gone from ${lost.unit}` }]
    })
}

export const sources = family(
  {
    D19: {
      name: 'dead-source',
      severity: 'blocks',
      signal: 'an images entry names no container, or a patch changes nothing, and did before or is new',
      why: 'kustomize says nothing and exits 0: what the entry was for, a version or a limit, is silently no longer so',
      fix: 'correct the name or the target, or delete the entry; pnpm check names its line',
      more: 'kustomize#2798, #4379; docs/policies.md, DEAD_PATCH and DEAD_IMAGE',
    },
    D40: {
      name: 'file-dropped',
      severity: 'blocks',
      signal: 'an object is gone, its file is still there, and no unit lists it any more',
      why: 'it fell out of a list by accident, as with a key that stands twice: who reads the file believes that it is applied',
      fix: 'list it again, or delete the file with the object',
      more: 'infra-deployments#8533; kustomize#5061',
    },
  },
  change => [...deadEntries(change), ...dropped(change)],
)
