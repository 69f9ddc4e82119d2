import { repositoryOf } from '../applicationset/environment.ts'
import { judgeProjects } from '../applicationset/judge-projects.ts'
import type { Site } from '../applicationset/site.ts'
import type { JudgedUnit } from '../check/rule.ts'
import { idKey, idOf, idText } from '../diff/identity.ts'
import type { KubeObject } from '../engine.ts'
import type { Placed } from '../set/cluster.ts'
import { where } from './applications.ts'
import { type Change, type EnvironmentChange, type EnvironmentSide, serves } from './change.ts'
import { family, type Said } from './rule.ts'
import { of } from './say.ts'

/** The units of a side as the rules of registration want them. */
const siteOf = ({ argo }: EnvironmentChange, { cluster, argo: environment }: EnvironmentSide, change: Change): Site | undefined => {
  if (!argo || !environment) return undefined
  const known = new Map([...change.base.units, ...change.head.units].map(unit => [unit.name, unit]))
  const byUnit = Map.groupBy(cluster.objects, one => one.unit)
  const units = [...byUnit].flatMap(([name, all]): JudgedUnit[] => {
    const unit = known.get(name)
    return unit ? [{ unit, objects: all.map(({ object }) => object), yaml: '', reads: [] }] : []
  })
  const own: JudgedUnit = units.find(({ unit }) => unit.name === argo.name) ?? {
    unit: argo,
    objects: [] as KubeObject[],
    yaml: '',
    reads: [],
  }
  const none = { others: [], folders: [], files: [] }
  return { ...none, argo: own, environment, repository: repositoryOf(argo, own.objects), units, isGuarded: serves(change, argo.env) }
}

const codes = ['ARGO_PROJECT_MISSING', 'ARGO_KIND_REFUSED', 'ARGO_DESTINATION_REFUSED', 'ARGO_SOURCE_REFUSED']

/** What projects refuse; undefined where an object is none that a schema lets pass, which `pnpm render` says of it. */
const refusedIn = (site: Site | undefined): ReturnType<typeof judgeProjects> | undefined => {
  try {
    return site && judgeProjects(site)
  } catch {
    return undefined
  }
}

const narrowed = (change: Change): Said<'D07'>[] =>
  change.environments.flatMap((environment): Said<'D07'>[] => {
    const sides = [environment.base, environment.head].map(side => refusedIn(siteOf(environment, side, change)))
    const [base, head] = sides
    if (!base || !head) return []
    const key = (one: object): string => JSON.stringify(one)
    const known = new Set(base.map(key))
    const registered = environment.base.argo?.registered.map(({ application }) => application) ?? []
    const ran = [...environment.base.cluster.objects.map(({ object }) => object), ...registered]
    const before = new Map(ran.map(object => [idText(idOf(object), true), idOf(object)]))
    return head
      .filter(one => codes.includes(one.code) && !known.has(key(one)))
      .flatMap(({ unit, object, path, problem }): Said<'D07'>[] => {
        // What is new and not allowed is for the check; here it is what ran until now.
        const id = object && before.get(idText({ group: '', namespace: '', ...object }, true))
        return id || !object ? [{ code: 'D07', unit, ...(id ? { object: id } : {}), ...(path ? { path } : {}), problem }] : []
      })
  })

const shared = ({ cluster }: EnvironmentSide): Map<string, Placed[]> => {
  const owners = Map.groupBy(cluster.objects, ({ object }) => idKey(idOf(object)))
  return new Map([...owners].filter(([, all]) => new Set(all.map(({ unit }) => unit)).size > 1))
}

const twice = ({ environments }: Change): Said<'D39'>[] =>
  environments.flatMap(({ base, head }) => {
    const known = shared(base)
    return [...shared(head)].flatMap(([key, all]): Said<'D39'>[] => {
      const [first, ...others] = all
      if (!first || known.has(key)) return []
      return others
        .filter(({ unit }) => unit !== first.unit)
        .map(one => of('D39', one, [], `${idText(idOf(one.object), true)} is rendered by ${first.unit} and ${one.unit}`))
    })
  })

const moves = (change: Change, code: 'D06' | 'D07', field: 'destination' | 'project'): Said<'D06' | 'D07'>[] =>
  change.applications.flatMap(one =>
    one.fields
      .filter(({ path }) => path[0] === 'spec' && path[1] === field)
      .map(({ path, old, new: next }) => ({
        code,
        ...where(one),
        path,
        problem: `${one.name}: ${field} ${JSON.stringify(old ?? null)} → ${JSON.stringify(next ?? null)}`,
      })),
  )

export const places = family(
  {
    D06: {
      name: 'destination-changed',
      severity: 'blocks',
      signal: "an Application's cluster or namespace is another",
      why: 'the objects in the old place run on with nobody to own them, or are deleted',
      fix: 'add an Application for the new place, move the traffic, then remove the old one by docs/operations/decommission.md',
      more: 'argo-cd#5668, #9172, #1640',
    },
    D07: {
      name: 'project-changed',
      severity: 'blocks',
      signal: "an Application's project is another, or a project no longer allows what is rendered",
      why: 'a project that allows less stops every sync of what it no longer allows, the revert’s too',
      fix: 'allow what is rendered in the new project first, in a change of its own',
      more: 'Argo CD documentation, user-guide/projects',
    },
    D39: {
      name: 'object-shared',
      severity: 'blocks',
      signal: 'two units of an environment render the same object',
      why: 'with FailOnSharedResource the second Application is refused whole; without it the two overwrite each other for ever',
      fix: 'keep the object in one unit',
      more: 'argo-cd#22607; docs/decisions/argo-cd-settings.md',
    },
  },
  change => [...moves(change, 'D06', 'destination'), ...moves(change, 'D07', 'project'), ...narrowed(change), ...twice(change)],
)
