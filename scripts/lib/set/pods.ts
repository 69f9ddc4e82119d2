import type { Cluster, Placed } from './cluster.ts'
import { type Fields, fields, get, labelsOf, list, number, type Path, text } from './fields.ts'

/** A pod template: whose it is, where in it, its labels and its spec. */
export type Pod = { of: Placed; path: Path; labels: Fields; spec: Fields }

/** A container of a pod and where it stands in the object. `first`: an init container; `stays`: it runs as long as the pod does. */
export type Container = { name: string; path: Path; first: boolean; stays: boolean; fields: Fields }

const template = ['spec', 'template']
const templates: Record<string, Path> = {
  CronJob: ['spec', 'jobTemplate', ...template],
  DaemonSet: template,
  Deployment: template,
  Job: template,
  Pod: [],
  ReplicaSet: template,
  Rollout: template,
  StatefulSet: template,
}

/** The pod template of an object, or undefined for an object without one (a Rollout that names a Deployment has none of its own). */
export const podOf = (of: Placed): Pod | undefined => {
  const path = templates[of.kind]
  if (path === undefined) return undefined
  const found = fields(get(of.object, ...path))
  return found.spec === undefined ? undefined : { of, path, labels: labelsOf(found), spec: fields(found.spec) }
}

/** Every container of a pod, init containers first. */
export const containersOf = ({ path, spec }: Pod): Container[] =>
  (['initContainers', 'containers'] as const).flatMap(field =>
    list(spec[field]).map((one, at): Container => {
      const first = field === 'initContainers'
      const stays = !first || one.restartPolicy === 'Always'
      return { name: text(one.name) ?? '', path: [...path, 'spec', field, at], first, stays, fields: one }
    }),
  )

/** Whether pods of this kind are meant to run until they are replaced. */
export const isLasting = ({ of }: Pod): boolean => of.kind !== 'Job' && of.kind !== 'CronJob'

/** Whether a container declares a port, given by number or name. */
export const declares = (container: Fields, port: unknown): boolean =>
  list(container.ports).some(one => (typeof port === 'number' ? one.containerPort === port : one.name === port))

/** The containers that stay and declare a port. */
export const serving = (pod: Pod, port: unknown): Container[] => containersOf(pod).filter(one => one.stays && declares(one.fields, port))

/** The autoscaler that scales an object. */
export const autoscalerOf = (cluster: Cluster, { kind, name, namespace }: Placed): Placed | undefined =>
  cluster
    .ofKind('HorizontalPodAutoscaler')
    .filter(hpa => hpa.namespace === namespace)
    .find(({ object }) => get(object, 'spec', 'scaleTargetRef', 'kind') === kind && get(object, 'spec', 'scaleTargetRef', 'name') === name)

/** How few and how many replicas a workload may have: its autoscaler's bounds, or its own number; Kubernetes takes 1 for none. */
export const replicasOf = (cluster: Cluster, of: Placed): { least: number; most: number } => {
  const hpa = autoscalerOf(cluster, of)
  if (!hpa) {
    const count = number(get(of.object, 'spec', 'replicas')) ?? 1
    return { least: count, most: count }
  }
  const spec = fields(hpa.object.spec)
  return { least: number(spec.minReplicas) ?? 1, most: number(spec.maxReplicas) ?? 1 }
}

/** The kinds that keep a number of equal pods running. */
export const replicated = ['Deployment', 'Rollout', 'StatefulSet']
