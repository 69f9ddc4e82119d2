import type { Placed } from '../set/cluster.ts'
import { disruptionBudgets } from '../set/disruption-budgets.ts'
import { type Fields, fields, get, number } from '../set/fields.ts'
import { containersOf, podOf } from '../set/pods.ts'
import { type Both, type Change, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { asDanger, named, newlyFound, of, shown } from './say.ts'

const stuck = ({ environments }: Change): Said<'D35'>[] =>
  environments.flatMap(one =>
    newlyFound(one, cluster => disruptionBudgets.judge(cluster), ['pdb-drains']).map(found => asDanger('D35', found)),
  )

/** Seconds until a probe that never succeeds has an effect (kubelet's defaults: period 10, threshold 3, delay 0). */
const patience = (probe: Fields): number =>
  (number(probe.initialDelaySeconds) ?? 0) + (number(probe.periodSeconds) ?? 10) * (number(probe.failureThreshold) ?? 3)

const containers = (where: Placed): Map<string, { fields: Fields; path: readonly (string | number)[] }> => {
  const pod = podOf(where)
  return new Map(pod ? containersOf(pod).map(({ name, fields, path }) => [name, { fields, path }]) : [])
}

const probes = ({ base, head }: Both): Said<'D37'>[] => {
  const after = containers(head)
  return [...containers(base)].flatMap(([name, old]) =>
    ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((kind): Said<'D37'>[] => {
      const [before, next] = [old.fields[kind], after.get(name)?.fields[kind]]
      const path = after.get(name)?.path
      if (before === undefined || !path) return []
      if (next === undefined) return [of('D37', head, path, `${named(head)}: container ${name} loses its ${kind}`)]
      const [waited, waits] = [patience(fields(before)), patience(fields(next))]
      // chosen: twice as long
      return waits >= waited * 2
        ? [of('D37', head, [...path, kind], `${named(head)}: the ${kind} of ${name} waits ${waits} s, no longer ${waited} s`)]
        : []
    }),
  )
}

const rollout = ({ base, head }: Both): Said<'D37'>[] => {
  const strategy = (where: Placed): Fields => fields(get(where.object, 'spec', 'strategy'))
  const [old, next] = [strategy(base), strategy(head)]
  const unavailable = ['spec', 'strategy', 'rollingUpdate', 'maxUnavailable']
  const [grace, allowed] = [base, head].map(one => number(podOf(one)?.spec.terminationGracePeriodSeconds) ?? 30)
  const said: Said<'D37'>[] = []
  if (head.kind === 'Deployment' && next.type === 'Recreate' && old.type !== 'Recreate')
    said.push(of('D37', head, ['spec', 'strategy', 'type'], `${named(head)}: strategy ${shown(old.type ?? 'RollingUpdate')} → Recreate`))
  const [away, goes] = [base, head].map(({ object }) => get(object, ...unavailable))
  if (goes === '100%' && away !== '100%') said.push(of('D37', head, unavailable, `${named(head)}: maxUnavailable ${shown(away)} → 100%`))
  const pod = podOf(head)
  if (pod && grace !== undefined && allowed !== undefined && allowed < grace)
    said.push(
      of(
        'D37',
        head,
        [...pod.path, 'spec', 'terminationGracePeriodSeconds'],
        `${named(head)}: terminationGracePeriodSeconds ${grace} → ${allowed}`,
      ),
    )
  return said
}

export const availability = family(
  {
    D35: {
      name: 'budget-blocks-drains',
      severity: 'blocks',
      signal: 'a PodDisruptionBudget lets no pod go at the fewest replicas that may run',
      why: 'no node with such a pod can be drained: upgrades of the cluster stop there',
      fix: 'maxUnavailable: 1, or one replica more than minAvailable',
      more: 'docs/policies.md, pdb-drains',
    },
    D37: {
      name: 'availability-loosened',
      severity: 'warns',
      signal: 'a probe is gone or waits twice as long, strategy Recreate, maxUnavailable 100 %, a shorter terminationGracePeriodSeconds',
      why: 'requests reach pods that can’t answer, or pods end in the middle of one',
      fix: 'keep the probe and mend what it asks; keep RollingUpdate with maxUnavailable 0 or 1',
      more: 'docs/policies.md, readiness-probe and rolling-update',
    },
  },
  change => [...stuck(change), ...stays(change).flatMap(both => [...probes(both), ...rollout(both)])],
)
