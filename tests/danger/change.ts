import type { Change, EnvironmentChange, Sources } from '../../scripts/lib/danger/change.ts'
import { applicationChanges } from '../../scripts/lib/diff/applications.ts'
import { type Both, compareUnit, joinMoved } from '../../scripts/lib/diff/units.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import type { Rendered } from '../../scripts/lib/render.ts'
import { clusterOf } from '../../scripts/lib/set/cluster.ts'
import type { Unit } from '../../scripts/lib/units.ts'
import { type Case, objectsOf, registeredOf } from './fixture.ts'

type Part = Case['base']

const unitOf = (name: string): Unit => {
  const argo = name.startsWith('argo/')
  const env = argo ? name.slice(5) : (name.split('/')[0] ?? '')
  return { name, env, path: argo ? `argo/env/${env}` : `overlays/${name}` }
}

const result = (part: Part, name: string): Rendered['result'] | undefined => {
  const objects = objectsOf(part.units?.[name]) as unknown as KubeObject[] | undefined
  return objects && { yaml: '', objects, reads: part.reads?.[name] ?? [], warnings: [], ms: 0 }
}

const sourcesOf = ({ files = {}, units = {} }: Part): Sources => ({
  files: Object.keys(files).filter(path => files[path] !== null),
  read: path => files[path] ?? undefined,
  units: Object.keys(units)
    .filter(name => units[name])
    .map(unitOf),
})

const version = '1.36'

/** What `pnpm diff` hands to the rules, from a case's two sides. */
export const changeOf = ({ base, head }: Case): Change => {
  const names = [...new Set([...Object.keys(base.units ?? {}), ...Object.keys(head.units ?? {})])]
  const both = names.map((name): Both => ({ unit: unitOf(name), base: result(base, name), head: result(head, name) }))
  // A unit under another name is joined with the one that it was, as the comparison does.
  const units = joinMoved(both).map(compareUnit)
  const envs = [...new Set(names.map(name => unitOf(name).env))]
  const environments = envs.map((env): EnvironmentChange => {
    const side = (part: Part): EnvironmentChange['base'] => {
      const mine = Object.keys(part.units ?? {}).filter(name => unitOf(name).env === env)
      const judged = mine.flatMap(name => {
        const objects = objectsOf(part.units?.[name]) as unknown as KubeObject[] | undefined
        return objects ? [{ unit: unitOf(name), objects, yaml: '', reads: [] }] : []
      })
      const registered = registeredOf(part.applications).filter(({ application }) => application.spec.source?.path?.split('/')[1] === env)
      const argo = registered.length > 0 || base.applications ? { unit: unitOf(`argo/${env}`), registered, problems: [] } : undefined
      return { cluster: clusterOf(env, judged, version), argo }
    }
    return { env, argo: unitOf(`argo/${env}`), base: side(base), head: side(head) }
  })
  const applications = environments.flatMap(({ env, base: old, head: next }) =>
    applicationChanges({ env, base: old.argo, head: next.argo, sets: new Map(), units, reaches: () => 'merge' }),
  )
  const [old, next] = [sourcesOf(base), sourcesOf(head)]
  const changed = [...new Set([...Object.keys(base.files ?? {}), ...Object.keys(head.files ?? {})])].filter(
    path => base.files?.[path] !== head.files?.[path],
  )
  const readers = (path: string): Set<string> => new Set(names.filter(name => head.reads?.[name]?.includes(path)))
  return { base: old, head: next, changed, units, environments, applications, release: head.release, readers }
}
