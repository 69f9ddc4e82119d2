import { basename } from 'node:path/posix'
import type { Judgement } from '../check/rule.ts'
import { type Kustomization, kustomizationIn } from '../sources/kustomization.ts'
import { fieldOf, itemsOf, type Read, textOf } from '../sources/parse.ts'
import { say, type Tree } from './say.ts'

const ranks = ['adds objects', 'changes pods', 'makes or changes the Rollout', 'is the environment'] as const
const [adds, changes, rollout, environment] = [0, 1, 2, 3]

/** Components stand in the order in which they need each other; what comes too early is said. */
export const judgeComponents = ({ kustomizations, world }: Tree): Judgement[] =>
  kustomizations.flatMap(({ folder, references, source }) => {
    if (folder.startsWith('argo/')) return []
    const components = references
      .filter(({ role }) => role === 'component')
      .map(({ path, offset }) => ({ name: basename(path), offset, rank: rankOf(world.read, path, []) }))
    return components.flatMap(({ name, offset, rank }, i) => {
      const last = components.slice(i + 1).findLast(later => later.rank < rank)
      if (!last) return []
      const problem = `${name} ${ranks[rank]} and stands before ${last.name}, which ${ranks[last.rank]}`
      return [say('COMPONENT_ORDER', source.at(offset), problem, `move it after ${last.name}`)]
    })
  })

const rankOf = (read: Read, path: string, open: readonly string[]): number => {
  if (/^base\/env\/[^/]+$/.test(path)) return environment
  const component = open.includes(path) ? undefined : kustomizationIn(read, path)
  if (!component) return adds
  if (aboutRollout(component)) return rollout
  const inner = component.references.filter(({ role }) => role === 'component').map(one => rankOf(read, one.path, [...open, path]))
  if (inner.includes(rollout)) return rollout
  return addsObjects(component) || inner.includes(adds) ? adds : changes
}

const aboutRollout = ({ root }: Kustomization): boolean =>
  itemsOf(fieldOf(root, 'patches')).some(
    entry =>
      textOf(fieldOf(fieldOf(entry, 'options'), 'allowKindChange')) === 'true' ||
      textOf(fieldOf(fieldOf(entry, 'target'), 'kind')) === 'Rollout',
  )

const addsObjects = ({ root, references }: Kustomization): boolean =>
  references.some(({ role }) => role === 'resource') || itemsOf(fieldOf(root, 'configMapGenerator')).length > 0
