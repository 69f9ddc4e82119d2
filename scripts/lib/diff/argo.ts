import type { Environment } from '../applicationset/environment.ts'
import { isApplicationSet, sourcesOf } from '../applicationset/types.ts'
import type { Engines } from '../engine.ts'
import { goldenFolder } from '../golden.ts'
import { renderUnits } from '../render.ts'
import { applicationChanges } from './applications.ts'
import { chartChanges } from './charts.ts'
import { type Compared, type CompareOptions, compare } from './compare.ts'
import type { Comparison, UnitPair } from './comparison.ts'
import type { ApplicationChange, ChartChange, Release } from './data.ts'
import { filesOf, type Registry, registered, registriesOf } from './registry.ts'
import { changesOf } from './report.ts'
import { commitOf, reachesOf, revisionIn } from './revisions.ts'
import { compareUnit } from './units.ts'

/** What an environment registers on both sides; `released` is what its release compares, where its revision moves. */
export type Registration = {
  registry: Registry
  base: Environment | undefined
  head: Environment | undefined
  applications: readonly ApplicationChange[]
  released: { release: Release; comparison: Comparison } | undefined
}

/** What Argo CD will do: its Applications, the charts that only it renders, the environments that are released. */
export type ArgoChanges = {
  applications: ApplicationChange[]
  charts: ChartChange[]
  releases: Release[]
  registrations: Registration[]
}

/** Compares what each environment's Argo CD registers and does on both sides. */
export const argoChanges = async (options: CompareOptions, compared: Compared): Promise<ArgoChanges> => {
  const { comparison } = compared
  const found: ArgoChanges = { applications: [], charts: [], releases: [], registrations: [] }
  if (comparison.changed.length === 0) return found
  const envs = new Set(comparison.units.flatMap(({ unit, from }) => [unit.env, from?.env ?? unit.env]))
  const isAsked = mayBeValues(comparison) ? () => true : (env: string) => envs.has(env)
  const registries = await registriesOf(comparison, options.engines, isAsked)
  if (registries.length === 0) return found
  const reaches = reachesOf(options.root)
  for (const registry of registries) {
    const released = await releaseOf(options, registry, comparison, reaches)
    if (released?.release) found.releases.push(released.release)
    const { release, comparison: moved } = released ?? {}
    const { charts, ...registration } = await inEnvironment(options, registry, moved ?? comparison, moved ? () => 'merge' : reaches)
    found.applications.push(...registration.applications)
    found.charts.push(...charts)
    found.registrations.push({ registry, ...registration, released: release && moved ? { release, comparison: moved } : undefined })
  }
  return found
}

/** Whether a changed file that no unit reads may hold values of a chart. */
const mayBeValues = ({ changed, units }: Comparison): boolean => {
  const reads = new Set(units.flatMap(unit => [...unit.reads.base, ...unit.reads.head]))
  return changed.some(path => /\.(ya?ml|json)$/.test(path) && !path.startsWith(`${goldenFolder}/`) && !reads.has(path))
}

const inEnvironment = async (
  { root, engines }: CompareOptions,
  registry: Registry,
  trees: Comparison,
  reaches: (revision: string) => ApplicationChange['reaches'],
): Promise<Pick<Registration, 'applications' | 'base' | 'head'> & { charts: ChartChange[] }> => {
  const { unit, env } = registry
  const [base, head] = await Promise.all([
    registered(unit, registry.base, filesOf(root, trees.base), engines.template),
    registered(unit, registry.head, filesOf(root, trees.head), engines.template),
  ])
  // Where one side can't be built, nothing is known of what it registers.
  if ((!base && registry.base) || (!head && registry.head)) return { applications: [], charts: [], base: undefined, head: undefined }
  const sets = new Map((registry.head ?? []).filter(isApplicationSet).map(set => [set.metadata.name, set]))
  const units = await withUnchanged(engines, trees, base, head)
  return {
    ...{ base, head },
    applications: applicationChanges({ env, base, head, sets, units, reaches }),
    charts: chartChanges(
      env,
      {
        base: { environment: base, read: trees.base.read },
        head: { environment: head, read: trees.head.read },
        changed: new Set(trees.changed),
      },
      reaches,
    ),
  }
}

/** The compared units, and those that didn't change but whose Application comes or goes. */
const withUnchanged = async (
  engines: Engines,
  { base, head, units }: Comparison,
  before: Environment | undefined,
  after: Environment | undefined,
): Promise<UnitPair[]> => {
  const known = new Set(units.flatMap(({ unit, from }) => [unit.path, from?.path]))
  const paths = (side: Environment | undefined): Set<string | undefined> =>
    new Set((side?.registered ?? []).flatMap(({ application }) => sourcesOf(application.spec).map(({ path }) => path)))
  const [old, next] = [paths(before), paths(after)]
  const gone = base.units.filter(({ path }) => old.has(path) && !next.has(path) && !known.has(path))
  const come = head.units.filter(({ path }) => next.has(path) && !old.has(path) && !known.has(path))
  const [removed, added] = await Promise.all([renderUnits(engines, base.name.tree, gone), renderUnits(engines, head.name.tree, come)])
  return [
    ...units,
    ...removed.map(({ unit, result }) => compareUnit({ unit, base: result, head: undefined })),
    ...added.map(({ unit, result }) => compareUnit({ unit, base: undefined, head: result })),
  ]
}

type Released = { release: Release; comparison?: Comparison }

/** The difference between the commit that an environment runs and the one that it will run; undefined when its revision stays. */
const releaseOf = async (
  options: CompareOptions,
  { env, base, head }: Registry,
  { base: baseSide, head: headSide }: Comparison,
  reaches: (revision: string) => ApplicationChange['reaches'],
): Promise<Released | undefined> => {
  const [old, next] = [revisionIn(base ?? []), revisionIn(head ?? [])]
  if (old === undefined || next === undefined || old === next) return undefined
  const [from, to] = [commitOf(options.root, old, baseSide.name, reaches(old)), commitOf(options.root, next, headSide.name, reaches(next))]
  const said = {
    env,
    old: { revision: old, ...(typeof from === 'string' ? {} : { commit: from.commit }) },
    new: { revision: next, ...(typeof to === 'string' ? {} : { commit: to.commit }) },
  }
  const problem = [from, to].find(side => typeof side === 'string')
  if (typeof from === 'string' || typeof to === 'string')
    return { release: { ...said, problem: String(problem), units: [], folded: [], broken: [], images: [] } }
  const { comparison } = await compare({ ...options, base: from, head: to, targets: [], onlyEnv: env })
  const units = comparison.units
  const is = (side: 'base' | 'head', name: string): boolean => comparison[side].units.some(unit => unit.name === name)
  const changes = changesOf(
    units,
    name => !is('base', name),
    name => !is('head', name),
  )
  return { release: { ...said, ...changes }, comparison }
}
