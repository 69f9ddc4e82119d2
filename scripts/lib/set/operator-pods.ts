import type { Cluster } from './cluster.ts'
import { type Fields, get, list } from './fields.ts'

/** The deployments that Strimzi makes beside a Kafka's brokers. Source: Strimzi 0.4x and later, labels of its pods. */
const beside = ['entity-operator', 'kafka-exporter', 'cruise-control']

/** The labels of pods that no unit renders because an operator makes them from an object of the namespace. */
export const operatorPods = (cluster: Cluster, namespace: string | undefined): Fields[] => {
  const here = (kind: string) => cluster.ofKind(kind).filter(one => one.namespace === namespace)
  const strimzi = (name: string, kind: string, part: string, more: Fields = {}): Fields => ({
    'strimzi.io/cluster': name,
    'strimzi.io/kind': kind,
    'strimzi.io/name': `${name}-${part}`,
    'app.kubernetes.io/name': part,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/managed-by': 'strimzi-cluster-operator',
    'app.kubernetes.io/part-of': `strimzi-${name}`,
    ...more,
  })
  const pools = here('KafkaNodePool').map(pool => {
    const roles = list([pool.object]).flatMap(one => get(one, 'spec', 'roles') as string[] | undefined)
    const role = (name: string): string => String(roles.includes(name))
    const kafka = String(get(pool.object, 'metadata', 'labels', 'strimzi.io/cluster'))
    const more = {
      'strimzi.io/pool-name': pool.name,
      'strimzi.io/broker-role': role('broker'),
      'strimzi.io/controller-role': role('controller'),
    }
    return strimzi(kafka, 'Kafka', 'kafka', more)
  })
  const brokers = here('Kafka').flatMap(({ name }) => [
    strimzi(name, 'Kafka', 'kafka'),
    ...beside.map(part => strimzi(name, 'Kafka', part)),
  ])
  const connect = ['KafkaConnect', 'KafkaBridge', 'KafkaMirrorMaker2'].flatMap(kind =>
    here(kind).map(({ name }) => strimzi(name, kind, kind.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase())),
  )
  // cert-manager answers ACME challenges with pods of its own, in the namespace of the Ingress or Gateway.
  return [...pools, ...brokers, ...connect, { 'acme.cert-manager.io/http01-solver': 'true' }]
}
