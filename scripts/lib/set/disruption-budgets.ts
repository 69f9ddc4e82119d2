import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, labelsOf } from './fields.ts'
import { operatorPods } from './operator-pods.ts'
import { replicasOf, replicated } from './pods.ts'
import { selectorText, selects } from './selector.ts'

const spec = ({ object }: Placed) => fields(object.spec)
const budgetsFor = (cluster: Cluster, of: Placed): Placed[] => {
  const labels = labelsOf(get(of.object, 'spec', 'template'))
  return cluster.ofKind('PodDisruptionBudget').filter(one => one.namespace === of.namespace && selects(spec(one).selector, labels))
}

const missing = (cluster: Cluster): Found<'pdb-present' | 'pdb-unique'>[] =>
  replicated
    .flatMap(kind => cluster.ofKind(kind))
    .flatMap((of): Found<'pdb-present' | 'pdb-unique'>[] => {
      if (spec(of).template === undefined) return []
      const budgets = budgetsFor(cluster, of)
      const [first, second] = budgets
      const { most } = replicasOf(cluster, of)
      if (!first && most >= 2) {
        const problem = `up to ${most} replicas and no PodDisruptionBudget selects them`
        return [{ code: 'pdb-present', of, path: ['spec', 'template', 'metadata', 'labels'], problem }]
      }
      if (!first || !second) return []
      const problem = `PodDisruptionBudget/${first.name} selects the pods of ${of.kind}/${of.name} too`
      return [{ code: 'pdb-unique', of: second, path: ['spec', 'selector'], problem }]
    })

/** How many of `count` an absolute number or a share means; the disruption controller rounds shares up. */
const amount = (value: unknown, count: number): number => {
  const share = /^(\d+)%$/.exec(String(value))?.[1]
  return share === undefined ? Number(value) : Math.ceil((Number(share) * count) / 100)
}

type Drains = 'pdb-selects' | 'pdb-drains' | 'pdb-budget' | 'pdb-unhealthy-eviction'

const budgets = (cluster: Cluster): Found<Drains>[] =>
  cluster.ofKind('PodDisruptionBudget').flatMap((of): Found<Drains>[] => {
    const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec(of)
    const fields = [minAvailable === undefined ? [] : ['minAvailable'], maxUnavailable === undefined ? [] : ['maxUnavailable']].flat()
    const [field] = fields
    if (field === undefined || fields.length > 1) {
      const problem = field ? 'has minAvailable and maxUnavailable' : 'has neither minAvailable nor maxUnavailable'
      return [{ code: 'pdb-budget', of, path: ['spec', ...(field ? [field] : [])], problem }]
    }
    const held = cluster.podsIn(of.namespace).filter(pod => selects(selector, pod.labels))
    const workloads = held.filter(pod => replicated.includes(pod.of.kind)).map(pod => pod.of)
    const found: Found<Drains>[] = []
    if (held.length === 0 && !operatorPods(cluster, of.namespace).some(labels => selects(selector, labels)))
      found.push({
        code: 'pdb-selects',
        of,
        path: ['spec', 'selector'],
        problem: `selects no pod of its namespace (${selectorText(selector)})`,
      })
    const least = workloads.reduce((sum, one) => sum + replicasOf(cluster, one).least, 0)
    const room = field === 'maxUnavailable' ? amount(maxUnavailable, least) : least - amount(minAvailable, least)
    if (workloads.length > 0 && least > 0 && room < 1) {
      const value = String(spec(of)[field])
      const problem = `with ${least === 1 ? 'the one replica' : `the ${least} replicas`} that may be all, ${field} ${value} lets no pod go`
      found.push({ code: 'pdb-drains', of, path: ['spec', field], value, problem })
    }
    if (policy === undefined) {
      const problem = 'says nothing of pods that are not ready'
      found.push({ code: 'pdb-unhealthy-eviction', of, path: ['spec', 'unhealthyPodEvictionPolicy'], problem })
    }
    return found
  })

export const disruptionBudgets = family(
  {
    'pdb-present': {
      stance: 'P',
      waivable: true,
      why: 'without a budget a drain of nodes may take every replica at once',
      fix: "add a PodDisruptionBudget whose selector is the workload's",
    },
    'pdb-unique': {
      stance: 'A',
      waivable: true,
      why: 'Kubernetes refuses every eviction of a pod with two budgets, so its node can never be drained',
      fix: 'keep one budget for each pod',
    },
    'pdb-selects': {
      stance: 'A',
      waivable: true,
      why: 'a budget that selects no pod protects nothing',
      fix: "make spec.selector equal to labels of the workload's pod template, or delete the budget",
    },
    'pdb-budget': {
      stance: 'A',
      waivable: true,
      why: 'a budget with neither field protects nothing, and the API server refuses one with both',
      fix: 'write minAvailable or maxUnavailable',
    },
    'pdb-drains': {
      stance: 'A',
      waivable: true,
      why: 'a budget that lets no pod go stops every drain of its node, and upgrades of the cluster with it',
      fix: 'allow one pod to be away at the smallest number of replicas: maxUnavailable 1, or more replicas',
    },
    'pdb-unhealthy-eviction': {
      stance: 'A',
      waivable: true,
      why: 'a pod that never gets ready counts as needed, so that its node cannot be drained',
      fix: 'write unhealthyPodEvictionPolicy: AlwaysAllow (or IfHealthyBudget, where a pod that is not ready still holds data)',
    },
  },
  cluster => [...missing(cluster), ...budgets(cluster)],
)
