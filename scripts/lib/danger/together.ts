import { sourcesOf } from '../applicationset/types.ts'
import type { UnitPair } from '../diff/comparison.ts'
import { type Change, serves } from './change.ts'
import { family, type Said } from './rule.ts'

const isChanged = ({ pairs, from }: UnitPair): boolean => from !== undefined || pairs.some(({ change }) => change)

/** The systems of an environment whose overlays changed, and with them what is rendered. What one project holds is one system. */
const systemsTouched = ({ changed, environments, units }: Change, env: string): string[] => {
  const registered = environments
    .filter(one => one.env === env)
    .flatMap(({ base, head }) => [...(base.argo?.registered ?? []), ...(head.argo?.registered ?? [])])
  const folders = units
    .filter(isChanged)
    .flatMap(({ unit, from }) => [unit, from ?? unit].filter(one => one.env === env).map(({ path }) => path))
  const touched = folders.filter(folder => !folder.startsWith('argo/') && changed.some(path => path.startsWith(`${folder}/`)))
  const systems = touched.map(folder => {
    const found = registered.find(({ application }) => sourcesOf(application.spec).some(({ path }) => path === folder))
    return found?.application.spec.project ?? folder
  })
  return [...new Set(systems)].sort()
}

// Both numbers: the rule large-changeset of konflate.
const manyUnits = 10
const manyObjects = 60

const atOnce = (change: Change): Said<'D24'>[] => {
  const envs = [...new Set(change.units.map(({ unit }) => unit.env))].filter(env => serves(change, env))
  const said = envs.flatMap((env): Said<'D24'>[] => {
    const systems = systemsTouched(change, env)
    const units = change.units.filter(one => one.unit.env === env && isChanged(one))
    const objects = units.reduce((sum, { pairs }) => sum + pairs.filter(({ change }) => change).length, 0)
    if (systems.length > 1)
      return [{ code: 'D24', unit: env, problem: `overlays of ${systems.length} systems of ${env} change at once: ${systems.join(', ')}` }]
    // The units of a release were looked at one by one when they were merged.
    if (change.release || (units.length < manyUnits && objects < manyObjects)) return []
    return [{ code: 'D24', unit: env, problem: `${objects} objects of ${units.length} units of ${env} change at once` }]
  })
  const { release } = change
  if (!release || release.unstaged === 0) return said
  const problem = `${release.unstaged} commit${release.unstaged === 1 ? '' : 's'} reach ${release.env} that staging never ran`
  return [...said, { code: 'D24', unit: release.env, problem }]
}

/** Who may merge what, and what a merge must pass. */
const isKeeper = (path: string): boolean => /^(\.github\/|docs\/)?CODEOWNERS$|^\.github\/(workflows|rulesets)\//.test(path)

/** The families of rules, each a folder of code. */
const rulesOf = (path: string): string | undefined =>
  /^(scripts\/lib\/(danger|policy|set|secret|tree|yaml|check|applicationset)|tools\/judge)\//.exec(path)?.[1]

const isPolicy = (path: string): boolean => /^(apps|overlays\/[^/]+)\/cluster-policies\//.test(path)
const arePolicies = ({ unit }: UnitPair): boolean => unit.path.endsWith('/cluster-policies')

const together = ({ changed, units }: Change): Said<'D50'>[] => {
  const moved = units.filter(isChanged)
  const judged = moved.filter(one => !arePolicies(one))
  const say = (file: string, over: readonly UnitPair[]): Said<'D50'>[] => {
    const [first, ...others] = over
    const more = others.length > 0 ? ` and ${others.length} more, and changes together with them` : ', and changes together with it'
    return first ? [{ code: 'D50', file, problem: `judges ${first.unit.name}${more}` }] : []
  }
  const families = [...new Set(changed.flatMap(path => rulesOf(path) ?? []))]
  // A policy or waiver judges its own environment, and only where it isn't rendered as before.
  const policies = changed.filter(isPolicy).flatMap(file => {
    const envs = moved.filter(one => arePolicies(one) && [...one.reads.base, ...one.reads.head].includes(file)).map(({ unit }) => unit.env)
    const over = judged.filter(({ unit }) => envs.includes(unit.env))
    return say(file, over)
  })
  return [...[...changed.filter(isKeeper), ...families].flatMap(file => say(file, judged)), ...policies]
}

export const togetherRules = family(
  {
    D24: {
      name: 'too-much-at-once',
      severity: 'blocks',
      signal:
        'overlays of two systems of prod or offline, and what they render, change in one pull request; 10 units or 60 objects of one do; a release takes commits that staging never ran',
      why: 'one mistake in all of them at once took load balancers of dev, staging and prod away for 150 minutes',
      fix: 'one system and one environment at a time; let staging run it first',
      more: 'Grafana Cloud postmortem of 2025-02-18; konflate large-changeset',
    },
    D50: {
      name: 'judge-and-judged',
      severity: 'blocks',
      signal: 'a policy, waiver, CODEOWNERS, workflow or rule changes together with manifests that it judges',
      why: 'who changes a manifest would change what forbids it, under one review',
      fix: 'change the rule first, in a pull request of its own',
      more: 'docs/operations/branch-protection.md',
    },
  },
  change => [...atOnce(change), ...together(change)],
)
