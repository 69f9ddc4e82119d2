import type { Engines } from '../engine.ts'
import { type Rendered, renderUnits } from '../render.ts'
import { type Layout, selectUnits, type Unit } from '../units.ts'
import type { Comparison } from './comparison.ts'
import type { SideName } from './data.ts'
import { readTrees, type Trees } from './sides.ts'
import type { Phases } from './timing.ts'
import { type Both, compareUnit, isTouched, joinMoved } from './units.ts'

/** What a comparison needs. `all` builds every unit, `targets` names those that are asked for. */
export type CompareOptions = {
  root: string
  engines: Engines
  base: SideName
  head: SideName
  layouts: readonly Layout[]
  targets: readonly string[]
  all: boolean
  /** One environment's units alone, without the one that registers them: what a release of it changes. */
  onlyEnv?: string
  phases: Phases
}

/** The comparison, and how many units were built of how many there are. */
export type Compared = { comparison: Comparison; trees: Trees; built: number; of: number }

/** Builds on both sides what a change may touch, keeps what it does touch, and compares it. */
export const compare = async (options: CompareOptions): Promise<Compared> => {
  const { root, engines, base, head, layouts, phases } = options
  const trees = phases.time('read trees', () => readTrees(root, base, head, layouts, engines.startAhead))
  const known = new Map([...trees.base.units, ...trees.head.units].map(unit => [unit.name, unit]))
  const asked = selectUnits([...known.values()], options.targets).filter(
    ({ env, path }) => options.onlyEnv === undefined || (env === options.onlyEnv && !path.startsWith('argo/')),
  )
  const wanted = new Set((options.all ? asked : asked.filter(({ name }) => trees.candidates.has(name))).map(({ name }) => name))
  const on = (units: readonly Unit[]): Unit[] => units.filter(({ name }) => wanted.has(name))
  const [old, next] = await phases.timeAsync('build', () =>
    Promise.all([renderUnits(engines, base.tree, on(trees.base.units)), renderUnits(engines, head.tree, on(trees.head.units))]),
  )
  const [atBase, atHead] = [results(old), results(next)]
  return phases.time('compare', () => {
    const both = asked
      .filter(({ name }) => wanted.has(name))
      .map((unit): Both => ({ unit, base: atBase.get(unit.name), head: atHead.get(unit.name) }))
      .filter(unit => isTouched(unit, trees.touched))
    const units = joinMoved(both).map(unit => compareUnit(unit))
    return {
      comparison: { base: trees.base, head: trees.head, changed: trees.changed, units },
      trees,
      ...{ built: wanted.size, of: known.size },
    }
  })
}

const results = (rendered: readonly Rendered[]): Map<string, Rendered['result']> =>
  new Map(rendered.map(({ unit, result }) => [unit.name, result]))
