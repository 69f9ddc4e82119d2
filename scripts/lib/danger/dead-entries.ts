import { dirname } from 'node:path/posix'
import type { UnitPair } from '../diff/comparison.ts'
import type { FieldChange } from '../diff/data.ts'
import { isKustomization, kustomizationIn } from '../sources/kustomization.ts'
import { judgePatches } from '../tree/patches.ts'
import type { Tree } from '../tree/say.ts'
import type { Change, Sources } from './change.ts'
import type { Said } from './rule.ts'

const dead = ['DEAD_PATCH', 'DEAD_IMAGE', 'PATCH_TARGET', 'PATCH_PATH']

type Dead = Map<string, { file: string; line: number | undefined; problem: string }>

/** The entries of a side that change nothing in any of some units, by file and what they name. */
const deadIn = (side: Sources, names: ReadonlySet<string>): Dead => {
  const world = { root: '', tree: 'work', date: '', units: [], files: side.files, read: side.read }
  const tree: Tree = { world, kustomizations: [], units: side.units.filter(({ name }) => names.has(name)) }
  const found = judgePatches(tree).filter(({ code }) => dead.includes(code))
  return new Map(
    found.flatMap(({ at, problem }) => (at ? [[`${at.file} ${problem}`, { file: at.file, line: at.line, problem }] as const] : [])),
  )
}

const nameIn = (image: unknown): string =>
  String(image)
    .replace(/@.*$/, '')
    .replace(/:[\w.-]*$/, '')

/** Whether a field is what entries are aimed by. One that only has another value is no less there to be patched. */
const isAim = ({ path, change, old, new: next, noise }: FieldChange): boolean =>
  !noise &&
  (change === 'removed' ||
    (path[0] === 'metadata' && path[1] !== 'name') ||
    (path.at(-1) === 'image' && change === 'changed' && nameIn(old) !== nameIn(next)))

const lostAim = ({ pairs }: UnitPair): boolean =>
  pairs.some(({ change }) => change && (!['created', 'changed'].includes(change.change) || change.fields.some(isAim)))

const reads =
  (folder: string) =>
  (one: UnitPair): boolean =>
    one.reads.head.some(path => dirname(path) === folder)

/** Folders whose kustomization, or a patch that it lists, changed. */
const editedFolders = ({ changed, head, units }: Change): string[] => {
  const read = new Set(units.flatMap(one => one.reads.head))
  const folders = changed
    .filter(path => read.has(path))
    .flatMap(file => {
      if (isKustomization(file)) return dirname(file)
      // A patch lies in the folder of the kustomization that lists it, or below.
      for (let folder = dirname(file); folder !== '.'; folder = dirname(folder))
        if (kustomizationIn(head.read, folder)?.references.some(({ role, path }) => role === 'patch' && path === file)) return folder
      return []
    })
  return [...new Set(folders)]
}

const namesOf = (units: readonly UnitPair[]): Set<string> =>
  new Set(units.flatMap(({ unit, from }) => (from ? [unit.name, from.name] : [unit.name])))

const isIn = (file: string, folder: string): boolean => file.startsWith(`${folder}/`)

/**
 * Entries that changed something and no longer do. Following a unit's sources costs as much as building it, so it is done where an entry may
 * have lost its aim, and in one reader of each shared folder that was edited.
 */
export const deadEntries = (change: Change): Said<'D19'>[] => {
  if (change.changed.length === 0) return []
  const { base, head, units } = change
  const edited = editedFolders(change)
  const shared = edited.filter(folder => !units.some(({ unit }) => unit.path === folder))
  const own = units.filter(one => lostAim(one) || edited.includes(one.unit.path))
  const looked = namesOf([...own, ...shared.flatMap(folder => units.filter(reads(folder)).slice(0, 1))])
  const found = deadIn(head, looked)
  if (found.size === 0) return []
  const known = deadIn(base, looked)
  const fresh = [...found].filter(([key]) => !known.has(key))
  // What units share is dead when it was edited and none of them has it at work, or when one that had it at work no longer does.
  const doubted = shared.filter(folder => fresh.some(([, { file }]) => isIn(file, folder)))
  const everywhere = deadIn(head, namesOf(units.filter(one => doubted.some(folder => reads(folder)(one)))))
  const stayed = own.filter(one => one.base && one.head)
  const isLost = (key: string, file: string): boolean => {
    const had = namesOf(stayed.filter(one => one.reads.base.includes(file)))
    return deadIn(head, had).has(key) && !deadIn(base, had).has(key)
  }
  return fresh
    .filter(([key, { file }]) => {
      if (units.some(({ unit }) => isIn(file, unit.path))) return true
      return doubted.some(folder => isIn(file, folder)) ? everywhere.has(key) : isLost(key, file)
    })
    .map(([, { file, line, problem }]) => ({ code: 'D19', file, problem: `${file}${line ? `:${line}` : ''}: ${problem}` }))
}
