import type { JudgedUnit } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import { get, list, text } from './fields.ts'
import { type Pod, podOf } from './pods.ts'

/** An object, and the unit that renders it. */
export type Placed = { unit: string; object: KubeObject; kind: string; name: string; namespace: string | undefined }

/** All that an environment's units give its cluster. */
export type Cluster = {
  env: string
  /** Kubernetes of the cluster, like `1.36`; undefined where no environment says it. */
  version: string | undefined
  objects: readonly Placed[]
  ofKind: (kind: string) => readonly Placed[]
  /** The object of that kind and name in a namespace; none for a cluster-scoped one. */
  find: (kind: string, namespace: string | undefined, name: string) => Placed | undefined
  /** The templates of everything that starts pods. */
  pods: readonly Pod[]
  podsIn: (namespace: string | undefined) => readonly Pod[]
  /** Whether something that isn't rendered here runs in a namespace: a chart of Argo CD, or Kubernetes itself. */
  isForeign: (namespace: string) => boolean
}

const key = (kind: string, namespace: string | undefined, name: string): string => `${kind} ${namespace ?? ''} ${name}`

/** Looks through the objects of one environment once, so that each rule needn't. */
export const clusterOf = (env: string, units: readonly JudgedUnit[], version: string | undefined): Cluster => {
  const objects = units.flatMap(({ unit, objects }) => objects.map(object => place(unit.name, object)))
  const kinds = Map.groupBy(objects, one => one.kind)
  const byKey = new Map(objects.map(one => [key(one.kind, one.namespace, one.name), one]))
  const pods = objects.flatMap(one => podOf(one) ?? [])
  const places = Map.groupBy(pods, pod => pod.of.namespace)
  const ofKind = (kind: string): readonly Placed[] => kinds.get(kind) ?? []
  const rendered = new Set(ofKind('Namespace').map(one => one.name))
  const charts = new Set(ofKind('Application').flatMap(chartNamespace))
  return {
    env,
    version,
    objects,
    ofKind,
    find: (kind, namespace, name) => byKey.get(key(kind, namespace, name)),
    pods,
    podsIn: namespace => places.get(namespace) ?? [],
    isForeign: namespace => charts.has(namespace) || !rendered.has(namespace),
  }
}

const place = (unit: string, object: KubeObject): Placed => ({
  unit,
  object,
  kind: object.kind,
  name: text(object.metadata?.name) ?? '',
  namespace: text(object.metadata?.namespace),
})

/** Where a chart goes that Argo CD installs. */
const chartNamespace = ({ object }: Placed): string[] => {
  const sources = [get(object, 'spec', 'source'), ...list(get(object, 'spec', 'sources'))]
  const namespace = text(get(object, 'spec', 'destination', 'namespace'))
  return namespace && sources.some(source => text(get(source, 'chart'))) ? [namespace] : []
}
