import { stemOf } from '../diff/identity.ts'
import type { Change } from './change.ts'
import { family, type Said } from './rule.ts'

// chosen: two objects may be renamed by hand; three alike are a prefix, a suffix or a hash that was switched
const few = 2

/** Objects of a unit that have another name for the same content, but for generated names whose hash moved. */
const churn = ({ units }: Change): Said<'D11'>[] =>
  units.flatMap(({ unit, pairs }): Said<'D11'>[] => {
    const renamed = pairs.flatMap(({ base, head, change }) =>
      base && head && change?.from && change.change !== 'moved' && change.pairedBy === 'similarity'
        ? [{ id: change.id, from: change.from, hashed: stemOf(change.from.name) === change.id.name }]
        : [],
    )
    const [first] = renamed
    if (!first || renamed.length <= few) return []
    const why = renamed.every(({ hashed }) => hashed) ? ': their generated names lost the hash' : ''
    const problem = `${renamed.length} objects get other names, ${first.from.kind}/${first.from.name} → ${first.id.name} for one${why}`
    return [{ code: 'D11', unit: unit.name, object: first.id, path: ['metadata', 'name'], problem }]
  })

export const names = family(
  {
    D11: {
      name: 'names-churn',
      severity: 'blocks',
      signal: 'three or more objects of a unit keep their content and get other names (namePrefix, nameSuffix, hash off)',
      why: 'every one is created new and the old one pruned: claims start empty, clients that know the old Service find nobody',
      fix: 'take the prefix or suffix out again; rename one object at a time, the old one beside the new one until nobody uses it',
      more: 'applicationset#254; kustomize documentation, namePrefix',
    },
  },
  churn,
)
