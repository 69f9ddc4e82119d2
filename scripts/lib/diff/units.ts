import type { KubeObject } from '../engine.ts'
import { isBuilt, type Rendered } from '../render.ts'
import type { Unit } from '../units.ts'
import { meets } from './affected.ts'
import type { UnitPair } from './comparison.ts'
import type { BrokenUnit, UnitChange } from './data.ts'
import { compareObjects } from './objects.ts'

/** A unit as both sides built it; undefined where a side has no such unit. */
export type Both = { unit: Unit; from?: Unit; base: Rendered['result'] | undefined; head: Rendered['result'] | undefined }

/** The objects of a build. A unit that renders nothing is a failure and has none. */
const objectsOf = (result: Both['base']): readonly KubeObject[] | undefined => {
  if (!result) return undefined
  if (isBuilt(result)) return result.objects
  return result.findings.every(({ code }) => code === 'UNIT_EMPTY') ? [] : undefined
}

const failed = (result: Both['base']): boolean => result !== undefined && !isBuilt(result)

const brokenOf = ({ unit, base, head }: Both): BrokenUnit | undefined => {
  if (!failed(base) && !failed(head)) return undefined
  const at = failed(base) && failed(head) ? 'both' : failed(base) ? 'base' : 'head'
  const result = at === 'base' ? base : head
  return { unit: unit.name, at, findings: result && !isBuilt(result) ? result.findings : [] }
}

/**
 * Whether a unit looked at something that changed. A build that ended without an answer may have looked at anything; and should two
 * builds of the same files ever differ, that is shown and not hidden.
 */
export const isTouched = ({ base, head }: Both, touched: ReadonlySet<string>): boolean =>
  [base, head].some(result => result && (meets(result.reads, touched) || result.reads.length === 0)) ||
  (base !== undefined && head !== undefined && isBuilt(base) && isBuilt(head) && base.yaml !== head.yaml)

/** Compares a unit's two builds. Where head can't be built nothing is said of its objects; where base can't, head's are new. */
export const compareUnit = (both: Both): UnitPair => {
  const [base, head] = [objectsOf(both.base), objectsOf(both.head)]
  const broken = brokenOf(both)
  const unknown = both.head !== undefined && head === undefined
  return {
    unit: both.unit,
    ...(both.from ? { from: both.from } : {}),
    ...(base ? { base } : {}),
    ...(head ? { head } : {}),
    ...(broken ? { broken } : {}),
    reads: { base: both.base?.reads ?? [], head: both.head?.reads ?? [] },
    pairs: unknown ? [] : compareObjects(base ?? [], head ?? []),
  }
}

/** A unit that one side alone has, and how much of its kinds and names the other's share: units of one app, or mostly the same objects. */
const sameUnit = (gone: Both, came: Both): number => {
  const names = (result: Both['base']): Set<string> =>
    new Set((objectsOf(result) ?? []).map(({ kind, metadata }) => `${kind}/${metadata.name}`))
  const [old, next] = [names(gone.base), names(came.head)]
  const common = [...old].filter(name => next.has(name)).length
  return common / Math.max(old.size, next.size, 1)
}

// chosen: half of the objects; a copy of an app under another name shares fewer
const enough = 0.5

/** Joins units that were renamed or moved: gone in head, come under another name, mostly the same objects. */
export const joinMoved = (units: readonly Both[]): Both[] => {
  const gone = units.filter(({ base, head }) => base && !head)
  const came = new Set(units.filter(({ base, head }) => !base && head))
  const partner = new Map<Both, Both>()
  for (const old of gone) {
    const [best] = [...came].map(next => ({ next, share: sameUnit(old, next) })).sort((a, b) => b.share - a.share)
    if (!best || best.share < enough) continue
    came.delete(best.next)
    partner.set(best.next, old)
  }
  const moved = new Set(partner.values())
  return units
    .filter(unit => !moved.has(unit))
    .map(both => {
      const old = partner.get(both)
      return old ? { ...both, from: old.unit, base: old.base } : both
    })
}

/** The change of a unit for a report; undefined when its objects are the same and it stays where it is. */
export const unitChange = ({ unit, from, pairs }: UnitPair, added: boolean, removed: boolean): UnitChange | undefined => {
  const objects = pairs.flatMap(({ change }) => change ?? [])
  if (objects.length === 0 && !added && !removed && !from) return undefined
  const change = from ? 'moved' : added ? 'added' : removed ? 'removed' : 'changed'
  return { unit: unit.name, env: unit.env, path: unit.path, change, ...(from ? { from: from.name } : {}), objects }
}
