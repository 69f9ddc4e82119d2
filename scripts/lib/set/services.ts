import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, list } from './fields.ts'
import { operatorPods } from './operator-pods.ts'
import { type Pod, serving } from './pods.ts'
import { hasAll, selectorText } from './selector.ts'

const selectorOf = ({ object }: Placed) => fields(get(object, 'spec', 'selector'))

/** The Services with a selector: one without has endpoints from elsewhere. */
export const selectingServices = (cluster: Cluster): readonly Placed[] =>
  cluster.ofKind('Service').filter(one => Object.keys(selectorOf(one)).length > 0)

/** The rendered pods behind a Service that last. */
export const podsBehind = (cluster: Cluster, service: Placed): Pod[] =>
  cluster.podsIn(service.namespace).filter(pod => hasAll(pod.labels, selectorOf(service)))

const shown = (service: Placed): string => selectorText({ matchLabels: selectorOf(service) })

const nobody = (cluster: Cluster): Found<'service-selects'>[] =>
  selectingServices(cluster).flatMap(of => {
    if (podsBehind(cluster, of).length > 0) return []
    if (operatorPods(cluster, of.namespace).some(labels => hasAll(labels, selectorOf(of)))) return []
    return [{ code: 'service-selects', of, path: ['spec', 'selector'], problem: `selects no pod of its namespace (${shown(of)})` }]
  })

const targets = (cluster: Cluster): Found<'service-target-port'>[] =>
  selectingServices(cluster).flatMap(of => {
    const pods = podsBehind(cluster, of)
    return list(get(of.object, 'spec', 'ports')).flatMap((port, at): Found<'service-target-port'>[] => {
      const field = port.targetPort === undefined ? 'port' : 'targetPort'
      const without = pods.find(pod => serving(pod, port[field]).length === 0)
      if (!without) return []
      const problem = `no container of ${without.of.kind}/${without.of.name} has the port ${port[field]}`
      return [{ code: 'service-target-port', of, path: ['spec', 'ports', at, field], value: String(port[field]), problem }]
    })
  })

/** What sets two Services for the same pods apart on purpose: one headless, one for outside; or those that traffic is split between. */
const purpose = ({ object, name }: Placed, switched: ReadonlySet<string>): string =>
  [get(object, 'spec', 'type') ?? 'ClusterIP', get(object, 'spec', 'clusterIP') ?? '', switched.has(name) ? name : ''].join(' ')

const twice = (cluster: Cluster): Found<'service-selector-unique'>[] => {
  const switched = new Set(
    ['Rollout', 'VirtualService', 'HTTPRoute']
      .flatMap(kind => cluster.ofKind(kind))
      .flatMap(({ object }) => JSON.stringify(get(object, 'spec') ?? '').match(/[\w-]+/g) ?? []),
  )
  const seen = new Map<string, Placed>()
  return selectingServices(cluster).flatMap(of => {
    const key = JSON.stringify([of.namespace, Object.entries(selectorOf(of)).sort(), purpose(of, switched)])
    const first = seen.get(key)
    if (!first) {
      seen.set(key, of)
      return []
    }
    const problem = `selects the same pods as Service/${first.name} (${shown(of)})`
    return [{ code: 'service-selector-unique', of, path: ['spec', 'selector'], problem }]
  })
}

export const services = family(
  {
    'service-selects': {
      stance: 'A',
      waivable: true,
      why: 'a Service without pods refuses every connection',
      fix: "make spec.selector equal to labels of the workload's pod template",
    },
    'service-target-port': {
      stance: 'A',
      waivable: true,
      why: 'traffic to a port that no container has is refused',
      fix: 'name a port of the container (its name or containerPort)',
    },
    'service-selector-unique': {
      stance: 'A',
      waivable: true,
      why: 'two Services of one type for the same pods: one of them was meant for others, and which is used is an accident',
      fix: 'tell the selectors apart, or delete one of the Services',
    },
  },
  cluster => [...nobody(cluster), ...targets(cluster), ...twice(cluster)],
)
