import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, list, number, type Path, text } from './fields.ts'
import { autoscalerOf, containersOf, podOf, replicasOf, replicated } from './pods.ts'
import { podsBehind, selectingServices } from './services.ts'

const spec = ({ object }: Placed) => fields(object.spec)

const targetOf = (cluster: Cluster, of: Placed): Placed | undefined => {
  const ref = fields(spec(of).scaleTargetRef)
  const found = cluster.find(String(ref.kind), of.namespace, String(ref.name))
  return found && found.object.apiVersion === ref.apiVersion ? found : undefined
}

const targets = (cluster: Cluster, of: Placed): Found<'hpa-target-exists' | 'hpa-replicas'>[] => {
  const { apiVersion, kind, name } = fields(spec(of).scaleTargetRef)
  const target = targetOf(cluster, of)
  if (!target) {
    const problem = `there is no ${apiVersion} ${kind}/${name} in namespace ${of.namespace}`
    return [{ code: 'hpa-target-exists', of, path: ['spec', 'scaleTargetRef'], value: `${kind}/${name}`, problem }]
  }
  const replicas = spec(target).replicas
  if (replicas === undefined) return []
  const problem = `HorizontalPodAutoscaler/${of.name} sets the replicas, and so does this field`
  return [{ code: 'hpa-replicas', of: target, path: ['spec', 'replicas'], value: String(replicas), problem }]
}

const range = (of: Placed): Found<'hpa-range'>[] => {
  const { minReplicas, maxReplicas } = spec(of)
  const least = number(minReplicas) ?? 1
  const most = number(maxReplicas)
  if (most !== undefined && least <= most) return []
  const problem = most === undefined ? 'has no maxReplicas' : `minReplicas ${least} is above maxReplicas ${most}`
  return [{ code: 'hpa-range', of, path: ['spec', most === undefined ? 'maxReplicas' : 'minReplicas'], value: String(most ?? ''), problem }]
}

/** Where the name of a metric stands, by the metric's type. */
const named: Record<string, Path> = {
  Resource: ['resource', 'name'],
  ContainerResource: ['containerResource', 'name'],
  Pods: ['pods', 'metric', 'name'],
  Object: ['object', 'metric', 'name'],
  External: ['external', 'metric', 'name'],
}

const metrics = (cluster: Cluster, of: Placed): Found<'hpa-metric'>[] => {
  const all = list(spec(of).metrics)
  if (all.length === 0)
    return [{ code: 'hpa-metric', of, path: ['spec'], problem: 'names no metric; Kubernetes would take 80 % of the CPU requests' }]
  const target = targetOf(cluster, of)
  const pod = target && podOf(target)
  return all.flatMap((metric, at): Found<'hpa-metric'>[] => {
    const path: Path = ['spec', 'metrics', at, ...(named[String(metric.type)] ?? ['type'])]
    const name = text(get(of.object, ...path))
    if (!name) return [{ code: 'hpa-metric', of, path, problem: `a metric of type ${metric.type} without a name` }]
    const share = get(metric, 'resource', 'target', 'type') === 'Utilization'
    const without = share && pod && containersOf(pod).find(one => one.stays && get(one.fields, 'resources', 'requests', name) === undefined)
    if (!without) return []
    const problem = `is a share of the ${name} request, which container ${without.name} of ${of.name} doesn't have`
    return [{ code: 'hpa-metric', of, path, value: name, problem }]
  })
}

/** Whether a workload answers for a Service: only then is somebody left without an answer. */
const serves = (cluster: Cluster, of: Placed): boolean =>
  selectingServices(cluster).some(service => podsBehind(cluster, service).some(pod => pod.of === of))

const few = (cluster: Cluster): Found<'replicas-two'>[] =>
  replicated
    .flatMap(kind => cluster.ofKind(kind))
    .flatMap((of): Found<'replicas-two'>[] => {
      const { least } = replicasOf(cluster, of)
      if (least >= 2 || !serves(cluster, of)) return []
      const hpa = autoscalerOf(cluster, of)
      const [where, path] = hpa ? [hpa, ['spec', 'minReplicas']] : [of, ['spec', 'replicas']]
      const problem = `${least === 1 ? 'one replica' : 'no replica'} of ${of.kind}/${of.name} runs at the least`
      return [{ code: 'replicas-two', of: where, path, value: String(least), problem }]
    })

export const autoscaling = family(
  {
    'hpa-target-exists': {
      stance: 'A',
      waivable: true,
      why: 'an autoscaler of something that is not there scales nothing',
      fix: 'make spec.scaleTargetRef (apiVersion, kind, name) equal to the workload',
    },
    'hpa-replicas': {
      stance: 'A',
      waivable: true,
      why: 'each sync sets the number back that the autoscaler has chosen',
      fix: 'delete spec.replicas of the workload',
    },
    'hpa-range': {
      stance: 'A',
      waivable: true,
      why: 'the API server refuses bounds that cross',
      fix: 'write a maxReplicas, and minReplicas not above it',
    },
    'hpa-metric': {
      stance: 'A',
      waivable: true,
      why: 'a metric that the autoscaler cannot read leaves the number where it is, under any load',
      fix: 'name the metric, and give every container a request where the target is a share of it',
    },
    'replicas-two': {
      stance: 'P',
      waivable: true,
      why: 'one replica is down whenever its node is, and at every rollout',
      fix: 'run two replicas or more; what can run only once needs a waiver that says so',
    },
  },
  cluster => [
    ...cluster.ofKind('HorizontalPodAutoscaler').flatMap(of => [...targets(cluster, of), ...range(of), ...metrics(cluster, of)]),
    ...few(cluster),
  ],
)
