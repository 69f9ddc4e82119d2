import type { Built, Engines, NotBuilt, Tree } from './engine.ts'
import type { Finding } from './findings.ts'
import { keepSecret } from './report/redact.ts'
import type { Unit } from './units.ts'

/** A unit and what became of it. */
export type Rendered = { unit: Unit; result: Built | NotBuilt }

export const isBuilt = (result: Built | NotBuilt): result is Built => 'yaml' in result

/** How many objects a unit renders. */
export const countOf = ({ count, objects }: Built): number => count ?? objects.length

/**
 * Builds every unit of a tree; one failure never hides another. The order of the answer is that of the units, whatever finishes first.
 * @param onDone called after each unit, for progress
 */
export const renderUnits = (engines: Engines, tree: Tree, units: readonly Unit[], onDone?: (unit: Unit) => void): Promise<Rendered[]> =>
  Promise.all(
    units.map(async unit => {
      const result = emptyIsAFinding(unit, await engines.build(tree, unit))
      // Whatever is said of a unit from here on, in whichever report, its secrets aren't. What is cached holds none.
      if (isBuilt(result) && !result.bytes) keepSecret(result.yaml)
      onDone?.(unit)
      return { unit, result }
    }),
  )

const emptyIsAFinding = (unit: Unit, result: Built | NotBuilt): Built | NotBuilt => {
  if (!isBuilt(result) || countOf(result) > 0) return result
  const empty: Finding = { code: 'UNIT_EMPTY', unit: unit.name, at: { file: unit.path } }
  return { findings: [empty], reads: result.reads, ms: result.ms }
}
