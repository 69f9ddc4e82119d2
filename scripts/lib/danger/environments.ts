import type { JudgedUnit } from '../check/rule.ts'
import type { Registration } from '../diff/argo.ts'
import type { Comparison, UnitPair } from '../diff/comparison.ts'
import type { Engines, KubeObject } from '../engine.ts'
import { isBuilt, renderUnits } from '../render.ts'
import { serviceAccounts } from '../set/accounts.ts'
import { clusterOf } from '../set/cluster.ts'
import { dataReferences } from '../set/data-references.ts'
import { versionOf } from '../set/judge.ts'
import { routes } from '../set/routes.ts'
import { services } from '../set/services.ts'
import type { Unit } from '../units.ts'
import type { EnvironmentChange, EnvironmentSide, Sources } from './change.ts'
import { newlyFound } from './say.ts'

const judged = (unit: Unit, objects: readonly KubeObject[]): JudgedUnit => ({ unit, objects: [...objects], yaml: '', reads: [] })

/** What an environment's compared units render. One that is broken on a side is left out of both: nothing can be said of it. */
const rendered = (units: readonly UnitPair[], side: 'base' | 'head'): JudgedUnit[] =>
  units
    .filter(({ broken }) => broken === undefined)
    .flatMap(({ unit, from, ...objects }) => {
      const some = objects[side]
      return some ? [judged(side === 'base' ? (from ?? unit) : unit, some)] : []
    })

type Asked = {
  comparison: Comparison
  sources: { base: Sources; head: Sources }
  engines: Engines
  env: string
  registration: Registration | undefined
}

const build = ({ comparison, sources, env, registration }: Asked, rest: readonly JudgedUnit[]): EnvironmentChange => {
  const mine = comparison.units.filter(({ unit, from }) => unit.env === env || from?.env === env)
  const registry = registration?.registry
  const side = (name: 'base' | 'head'): EnvironmentSide => {
    const own = mine.some(({ unit }) => unit.name === registry?.unit.name) ? [] : (registry?.[name] ?? [])
    const units = [...rendered(mine, name), ...rest, ...(registry && own.length > 0 ? [judged(registry.unit, own)] : [])]
    return {
      cluster: clusterOf(
        env,
        units.filter(({ unit }) => unit.env === env),
        versionOf(sources[name], env),
      ),
      argo: registration?.[name],
    }
  }
  return { env, argo: registry?.unit, base: side('base'), head: side('head') }
}

/** Whether what the compared units alone show may look other than with all units of the environment. */
const isPartial = ({ comparison, sources, env }: Asked, change: EnvironmentChange): boolean => {
  const mine = comparison.units.filter(({ unit, from }) => unit.env === env || from?.env === env)
  const isOther = ({ pairs }: UnitPair): boolean =>
    pairs.some(({ change, head }) => change && (head?.kind === 'AppProject' || !['changed'].includes(change.change)))
  return (
    mine.some(isOther) ||
    versionOf(sources.base, env) !== versionOf(sources.head, env) ||
    newlyFound(change, cluster => services.judge(cluster), ['service-selects', 'service-target-port']).length > 0 ||
    newlyFound(change, cluster => routes.judge(cluster), ['route-backend-exists']).length > 0 ||
    newlyFound(change, cluster => serviceAccounts.judge(cluster), ['rbac-subject-exists']).length > 0 ||
    newlyFound(change, cluster => dataReferences.judge(cluster), ['config-map-exists', 'secret-exists']).length > 0
  )
}

/**
 * An environment on both sides. Units that a change doesn't touch are built only where they may matter: an object comes or goes, or
 * something that is referred to isn't among those that are built.
 */
export const environmentOf = async (asked: Asked): Promise<EnvironmentChange> => {
  const partial = build(asked, [])
  if (!isPartial(asked, partial)) return partial
  const { comparison, engines, env, registration } = asked
  const known = new Set([...comparison.units.map(({ unit }) => unit.name), registration?.registry.unit.name])
  const others = comparison.head.units.filter(unit => unit.env === env && !known.has(unit.name))
  const results = await renderUnits(engines, comparison.head.name.tree, others)
  return build(
    asked,
    results.flatMap(({ unit, result }) => (isBuilt(result) ? [judged(unit, result.objects)] : [])),
  )
}
