import { sourcesOf } from '../applicationset/types.ts'
import type { ApplicationChange, ObjectId } from '../diff/data.ts'
import { type Change, type EnvironmentChange, serves } from './change.ts'
import { family, type Said } from './rule.ts'

const application = (name: string): ObjectId => ({ group: 'argoproj.io', kind: 'Application', namespace: '', name })

/** Where an Application's danger is: its unit, else the unit that registers it. */
export const where = ({ unit, env, name }: ApplicationChange): Pick<Said, 'unit' | 'object'> => ({
  unit: unit ?? `argo/${env}`,
  object: application(name),
})

/** Applications of one side by the set that makes them; those that Git holds itself are under an empty name. */
const counts = (side: EnvironmentChange['base']): Map<string, number> => {
  const all = new Map<string, number>()
  for (const { set } of side.argo?.registered ?? []) {
    const name = set?.metadata.name ?? ''
    all.set(name, (all.get(name) ?? 0) + 1)
  }
  return all
}

/** chosen with the rule: a fifth of an environment */
const share = 0.2

const shrinks = (change: Change): Said<'D01'>[] =>
  change.environments.flatMap((env): Said<'D01'>[] => {
    const gone = change.applications.filter(one => one.env === env.env && (one.change === 'removed' || one.change === 'orphaned'))
    const total = env.base.argo?.registered.length ?? 0
    if (serves(change, env.env) || gone.length > total * share)
      return gone.map(one => ({
        code: 'D01',
        ...where(one),
        problem: `${one.name} is no longer registered in ${env.env} (${gone.length} of ${total} go)`,
      }))
    const after = counts(env.head)
    return [...counts(env.base)]
      .filter(([set]) => set && !after.has(set))
      .map(([set, count]) => ({
        code: 'D01',
        unit: `argo/${env.env}`,
        object: { group: 'argoproj.io', kind: 'ApplicationSet', namespace: '', name: set },
        problem: `ApplicationSet ${set} made ${count} Application${count === 1 ? '' : 's'} and makes none`,
      }))
  })

const twice = ({ argo }: EnvironmentChange['base']): string[] => {
  const names = (argo?.registered ?? []).map(({ application }) => application.metadata.name)
  const clashes = (argo?.problems ?? [])
    .filter(({ problem }) => problem.code === 'ARGO_NAME_DUPLICATE')
    .map(({ problem }) => problem.message)
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at)), ...clashes]
}

const pathOf = (source: { path?: string; repoURL: string; chart?: string } | undefined): string =>
  source ? (source.chart ?? source.path ?? source.repoURL) : ''

const reused = (change: Change): Said<'D02'>[] =>
  change.environments.flatMap(({ env, base, head }): Said<'D02'>[] => {
    const known = new Set(twice(base))
    const clashes = twice(head)
      .filter(name => !known.has(name))
      .map(
        (name): Said<'D02'> => ({
          code: 'D02',
          unit: `argo/${env}`,
          object: application(name),
          problem: `${name}: two Applications of ${env} would have that name`,
        }),
      )
    const before = new Map((base.argo?.registered ?? []).map(one => [one.application.metadata.name, one.application]))
    const others = (head.argo?.registered ?? []).flatMap(({ application: next }): Said<'D02'>[] => {
      const old = before.get(next.metadata.name)
      const [from, to] = [pathOf(old && sourcesOf(old.spec)[0]), pathOf(sourcesOf(next.spec)[0])]
      if (!old || from === to) return []
      const problem = `${next.metadata.name} applied ${from} and will apply ${to}: it prunes the objects of the one for the other`
      return [{ code: 'D02', unit: `argo/${env}`, object: application(next.metadata.name), path: ['spec', 'source', 'path'], problem }]
    })
    return [...clashes, ...others]
  })

const moved = (change: Change): Said<'D05'>[] =>
  change.units.flatMap(({ unit, from }): Said<'D05'>[] => {
    if (!from) return []
    const { argo } = change.environments.find(({ env }) => env === from.env)?.base ?? {}
    // Where nobody registers units here, some Argo CD elsewhere may.
    const isListed = !argo || argo.registered.some(({ application }) => sourcesOf(application.spec).some(({ path }) => path === from.path))
    return isListed
      ? [{ code: 'D05', unit: unit.name, problem: `${from.path} moved to ${unit.path}: its Application goes, and another comes` }]
      : []
  })

export const applications = family(
  {
    D01: {
      name: 'applications-shrink',
      severity: 'blocks',
      signal: 'an Application is gone from prod or offline; more than 20 % of an environment, or all of a set, anywhere',
      why: 'an Application that is no longer made is deleted with all its objects, or left behind where its set may not delete it',
      fix: 'follow docs/operations/decommission.md, one environment at a time and prod last',
      more: 'argo-cd#9227, #18780, #14318, #22127',
    },
    D02: {
      name: 'application-name-reused',
      severity: 'blocks',
      signal: 'two Applications of an environment with one name, or a name that now applies another folder or chart',
      why: 'the objects of the first are pruned for those of the second; a mistyped name deleted a production environment',
      fix: 'give the new Application a name of its own, and remove the old one by docs/operations/decommission.md',
      more: 'InfluxData incident l7943t0xlm01; Argo CD "contains applications with duplicate name"',
    },
    D05: {
      name: 'unit-moved',
      severity: 'blocks',
      signal: 'a unit that an Application applies moved to another folder',
      why: 'the generator sees one folder go and another come: Argo CD deletes the objects before it creates them again',
      fix: 'keep the folder; where it must move, turn pruning off for it, move it, and adopt the objects',
      more: 'applicationset#254; argo-cd#20440',
    },
  },
  change => [...shrinks(change), ...reused(change), ...moved(change)],
)
