import { isDeepStrictEqual } from 'node:util'
import { fields, get, list, type Path } from '../set/fields.ts'
import { podOf } from '../set/pods.ts'
import { type Both, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { changed, named, of, shown } from './say.ts'

const gone = (old: unknown, next: unknown): unknown[] => list(old).filter(one => !list(next).some(other => isDeepStrictEqual(one, other)))

const affinities: Path[] = [
  ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'],
  ['affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'],
  ['affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution'],
  ['affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'],
]

/** Where pods may run: what kept them apart, or on their nodes, and is gone; and labels that nodes must newly have. */
const placed = ({ base, head }: Both): Said<'D38'>[] => {
  const [old, next] = [podOf(base), podOf(head)]
  if (!old || !next) return []
  const say = (path: Path, problem: string): Said<'D38'> => of('D38', head, [...next.path, 'spec', ...path], `${named(head)}: ${problem}`)
  const [before, after] = [old, next].map(({ spec }) => fields(spec.nodeSelector))
  const labels = Object.entries(after ?? {}).filter(([key, value]) => before?.[key] !== value)
  const lost = Object.keys(before ?? {}).filter(key => after?.[key] === undefined)
  return [
    ...labels.map(([key, value]) =>
      say(['nodeSelector', key], `only nodes with ${key}: ${shown(value)}; without one the pods stay Pending`),
    ),
    ...lost.map(key => say(['nodeSelector'], `the node selector ${key} is gone`)),
    ...(['tolerations', 'topologySpreadConstraints'] as const).flatMap(field =>
      gone(old.spec[field], next.spec[field]).map(one => say([field], `${field} no longer has ${shown(one)}`)),
    ),
    ...affinities
      .filter(path => get(old.spec, ...path) !== undefined && get(next.spec, ...path) === undefined)
      .map(path => say([path[0] ?? ''], `${path.slice(1).join('.')} is gone`)),
  ]
}

const timed = (both: Both): Said<'D51'>[] => {
  const { base, head } = both
  const watched: Record<string, string[]> = {
    CronJob: ['schedule', 'timeZone', 'suspend', 'concurrencyPolicy'],
    HorizontalPodAutoscaler: ['metrics', 'behavior'],
  }
  return (watched[head.kind] ?? [])
    .filter(field => changed(both, 'spec', field))
    .map(field => {
      const [old, next] = [base, head].map(({ object }) => get(object, 'spec', field))
      return of('D51', head, ['spec', field], `${named(head)}: ${field} ${shown(old)} → ${shown(next)}`)
    })
}

export const placement = family(
  {
    D38: {
      name: 'placement-changed',
      severity: 'warns',
      signal: 'a node selector, toleration, affinity or topology spread is gone, or a node label is newly required',
      why: 'replicas gather on one node or zone and fall with it; or no node takes them and they stay Pending',
      fix: 'look for nodes with the label first: kubectl get nodes --show-labels',
      more: 'Kubernetes documentation, concepts/scheduling-eviction',
    },
    D51: {
      name: 'timing-changed',
      severity: 'warns',
      signal: 'an autoscaler’s metrics or behaviour, or a CronJob’s schedule, time zone, suspend or concurrencyPolicy changed',
      why: 'it acts at another hour or load than those who rely on it expect; a backup that is suspended is no backup',
      fix: 'tell who relies on it; for backups look at docs/operations/disaster-recovery.md',
      more: 'docs/operations/capacity.md; docs/operations/disaster-recovery.md',
    },
  },
  change => stays(change).flatMap(both => [...placed(both), ...timed(both)]),
)
