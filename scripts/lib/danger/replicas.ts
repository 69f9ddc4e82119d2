import { autoscaling } from '../set/autoscaling.ts'
import type { Cluster, Placed } from '../set/cluster.ts'
import { get, number } from '../set/fields.ts'
import { autoscalerOf, replicated } from '../set/pods.ts'
import { type Change, comes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { asDanger, named, newlyFound, of } from './say.ts'

const replicas = ({ object }: Placed): number | undefined => number(get(object, 'spec', 'replicas'))
const clusters = (change: Change, env: string): { base: Cluster; head: Cluster } | undefined => {
  const found = change.environments.find(one => one.env === env)
  return found && { base: found.base.cluster, head: found.head.cluster }
}

const path = ['spec', 'replicas']

const unowned = (change: Change): Said<'D16'>[] => {
  const removed = stays(change).flatMap(({ env, base, head }): Said<'D16'>[] => {
    if (!replicated.includes(head.kind) || replicas(head) !== undefined) return []
    const old = replicas(base)
    const cluster = clusters(change, env)?.head
    if (old === undefined || old === 1 || (cluster && autoscalerOf(cluster, head))) return []
    return [of('D16', head, path, `${named(head)}: replicas ${old} is gone and no autoscaler sets it, which means 1`)]
  })
  const fights = change.environments.flatMap(one =>
    newlyFound(one, cluster => autoscaling.judge(cluster), ['hpa-replicas']).map(found => asDanger('D16', found)),
  )
  return [...removed, ...fights]
}

/** How many replicas remain of a workload that had some: none, or less than half. */
const cut = (change: Change): Said<'D17'>[] =>
  stays(change).flatMap(({ base, head }): Said<'D17'>[] => {
    const [old, next] = [replicas(base), replicas(head)]
    if (!replicated.includes(head.kind) || next === undefined || next >= (old ?? 1)) return []
    const few = next === 0 || next < (old ?? 1) / 2
    return few ? [of('D17', head, path, `${named(head)}: replicas ${old ?? 1} → ${next}`)] : []
  })

const bounds = ({ object }: Placed): { least: number; most: number | undefined } => ({
  least: number(get(object, 'spec', 'minReplicas')) ?? 1,
  most: number(get(object, 'spec', 'maxReplicas')),
})

const autoscalers = (change: Change): Said<'D17'>[] => {
  const all = [
    ...stays(change).map(({ env, base, head }) => ({ env, base, head })),
    ...comes(change).map(head => ({ env: head.env, base: undefined, head })),
  ]
  return all.flatMap(({ env, base, head }): Said<'D17'>[] => {
    if (head.kind !== 'HorizontalPodAutoscaler') return []
    const { least, most } = bounds(head)
    const old = base && bounds(base)
    const ref = get(head.object, 'spec', 'scaleTargetRef')
    const target = clusters(change, env)?.base.find(String(get(ref, 'kind')), head.namespace, String(get(ref, 'name')))
    const runs = (target && replicas(target)) ?? old?.least
    const said: Said<'D17'>[] = []
    if (old && least < old.least) said.push(of('D17', head, ['spec', 'minReplicas'], `${named(head)}: minReplicas ${old.least} → ${least}`))
    if (most !== undefined && most < least)
      said.push(of('D17', head, ['spec', 'maxReplicas'], `${named(head)}: maxReplicas ${most} is below minReplicas ${least}`))
    else if (most !== undefined && runs !== undefined && most < runs)
      said.push(of('D17', head, ['spec', 'maxReplicas'], `${named(head)}: maxReplicas ${most} is below the ${runs} replicas that run`))
    return said
  })
}

export const replicaRules = family(
  {
    D16: {
      name: 'replicas-unowned',
      severity: 'blocks',
      signal: 'spec.replicas is gone and there is no autoscaler, or an autoscaler comes and spec.replicas stays',
      why: 'without a number Kubernetes takes 1; with two owners each sync undoes what the autoscaler did',
      fix: 'add the autoscaler and take replicas out in one change, and never one without the other',
      more: 'argo-cd#1603, #5105; kubernetes#25238; docs/decisions/argo-cd-settings.md',
    },
    D17: {
      name: 'scaled-down',
      severity: 'blocks',
      signal: 'replicas become 0 or less than half; minReplicas is lower; maxReplicas is below minReplicas or below what runs',
      why: 'what is left must carry the whole load at once, and 0 is an outage',
      fix: 'lower it in steps, and look at the load of each replica in between',
      more: 'docs/operations/capacity.md',
    },
  },
  change => [...unowned(change), ...cut(change), ...autoscalers(change)],
)
