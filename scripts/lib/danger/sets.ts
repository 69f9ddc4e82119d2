import { isDeepStrictEqual } from 'node:util'
import { isApplicationSet } from '../applicationset/types.ts'
import { get, list, type Path } from '../set/fields.ts'
import { type Change, goes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { named, of, shown } from './say.ts'

const template: Path[] = [
  ['spec', 'template', 'metadata', 'name'],
  ['spec', 'goTemplate'],
]

/** What kind of generators a set has, nested ones too: which of them makes an Application is part of what it is. */
const shape = (generators: unknown): unknown =>
  list(generators).map(one =>
    Object.entries(one).map(([kind, value]) => [kind, kind === 'matrix' || kind === 'merge' ? shape(get(value, 'generators')) : '']),
  )

const replaced = (change: Change): Said<'D03'>[] => {
  const gone = goes(change).filter(({ object }) => isApplicationSet(object))
  const went = gone.map(one => of('D03', one, [], `${named(one)} goes under this name, and with it its Applications or who keeps them`))
  const changed = stays(change).flatMap(({ base, head }): Said<'D03'>[] => {
    if (!isApplicationSet(head.object)) return []
    const said = template.flatMap(path => {
      const [old, next] = [get(base.object, ...path), get(head.object, ...path)]
      return old === next ? [] : [of('D03', head, path, `${path.slice(1).join('.')} ${shown(old)} → ${shown(next)}`)]
    })
    const generators = ['spec', 'generators']
    const same = isDeepStrictEqual(shape(get(base.object, ...generators)), shape(get(head.object, ...generators)))
    return same ? said : [...said, of('D03', head, generators, 'the kinds of its generators are others')]
  })
  return [...went, ...changed]
}

export const sets = family(
  {
    D03: {
      name: 'application-set-renamed',
      severity: 'blocks',
      signal: "an ApplicationSet's name, its template's name, or the kinds of its generators changed",
      why: 'its Applications are others to Argo CD: it deletes the old ones with their objects and creates new ones',
      fix: 'orphan first: preserveResourcesOnDeletion and create-update for one release, then rename, then adopt',
      more: 'applicationset#254; argo-cd#9227 (comment of 2023-02-15)',
    },
  },
  replaced,
)
