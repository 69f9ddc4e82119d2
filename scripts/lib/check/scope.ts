import { dirname } from 'node:path/posix'
import { isBuilt, type Rendered } from '../render.ts'
import type { Unit } from '../units.ts'
import type { Judgement, World } from './rule.ts'

/**
 * Whether a judgement belongs to what was asked: it is of an asked unit, of the whole cluster of one, or of a source in a folder that one is
 * built from.
 */
export const isAsked = (
  world: World,
  rendered: readonly Rendered[],
  asked: readonly Unit[] | undefined,
): ((judgement: Judgement) => boolean) => {
  if (asked === undefined) return () => true
  const names = new Set(asked.map(({ name }) => name))
  const envs = new Set(asked.map(({ env }) => env))
  const units = new Set([...world.units.map(({ unit }) => unit.name), ...rendered.map(({ unit }) => unit.name)])
  const mine = rendered.filter(({ unit }) => names.has(unit.name))
  const folders = new Set(
    mine.flatMap(({ unit, result }) => [unit.path, ...(isBuilt(result) ? result.reads : []).map(path => dirname(path))]),
  )
  return ({ unit, at }) => {
    if (names.has(unit) || envs.has(unit)) return true
    if (units.has(unit)) return false
    return at !== undefined && folders.has(dirname(at.file))
  }
}

/** Whether a judgement is of a source, and not of a unit or of a cluster. */
export const isSource = ({ unit, at }: Judgement, rendered: readonly Rendered[]): boolean =>
  at !== undefined && !rendered.some(one => one.unit.name === unit || one.unit.env === unit)
