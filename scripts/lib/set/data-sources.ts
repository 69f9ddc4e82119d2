import type { Cluster, Placed } from './cluster.ts'
import { fields, get, labelsOf, list, strings, text } from './fields.ts'
import { selects } from './selector.ts'

/** The keys of a ConfigMap or Secret; `any` where only the cluster knows them. */
export type Keys = ReadonlySet<string> | 'any'
type Source = { namespace: string | undefined; name: string; keys: Keys }

const keysOf = (...mappings: unknown[]): Set<string> => new Set(mappings.flatMap(one => Object.keys(fields(one))))

/** What External Secrets writes: the template's keys when there is one, else each secretKey; dataFrom brings what the store has. */
const externalKeys = (spec: unknown): Keys => {
  const template = fields(get(spec, 'target', 'template'))
  if (list(template.templateFrom).length > 0) return 'any'
  if (template.data !== undefined && template.mergePolicy !== 'Merge') return keysOf(template.data)
  if (list(get(spec, 'dataFrom')).length > 0) return 'any'
  return new Set([...list(get(spec, 'data')).flatMap(one => text(one.secretKey) ?? []), ...keysOf(template.data)])
}

const external = ({ object, name, namespace }: Placed): Source => ({
  namespace,
  name: text(get(object, 'spec', 'target', 'name')) ?? name,
  keys: externalKeys(object.spec),
})

const clusterExternal = (cluster: Cluster, { object, name }: Placed): Source[] => {
  const spec = fields(object.spec)
  const selectors = [...list(spec.namespaceSelectors), ...(spec.namespaceSelector ? [spec.namespaceSelector] : [])]
  const selected = cluster.ofKind('Namespace').filter(one => {
    const labels = { 'kubernetes.io/metadata.name': one.name, ...labelsOf(one.object) }
    return selectors.some(selector => selects(selector, labels)) || strings(spec.namespaces).includes(one.name)
  })
  const target = text(get(spec, 'externalSecretSpec', 'target', 'name')) ?? text(spec.externalSecretName) ?? name
  return selected.map(({ name: namespace }) => ({ namespace, name: target, keys: externalKeys(spec.externalSecretSpec) }))
}

/** What cert-manager writes for a Certificate, an annotated Ingress or an annotated Gateway. */
const pair = new Set(['tls.crt', 'tls.key', 'ca.crt'])

const certificate = ({ object, namespace }: Placed): Source[] => {
  const spec = fields(object.spec)
  const keys: Keys = spec.keystores || spec.additionalOutputFormats ? 'any' : pair
  return [{ namespace, name: String(spec.secretName), keys }]
}

const annotated = ({ object, namespace }: Placed): Source[] => {
  const annotations = fields(get(object, 'metadata', 'annotations'))
  if (!annotations['cert-manager.io/cluster-issuer'] && !annotations['cert-manager.io/issuer']) return []
  const listeners = list(get(object, 'spec', 'listeners')).flatMap(one => list(get(one, 'tls', 'certificateRefs')))
  const names = [...list(get(object, 'spec', 'tls')).map(one => one.secretName), ...listeners.map(one => one.name)]
  return names.flatMap(name => (text(name) ? [{ namespace, name: String(name), keys: pair }] : []))
}

/** What Strimzi writes for a user (mutual TLS or SCRAM) and for a Kafka's own authorities. */
const strimziUser = ({ name, namespace, object }: Placed): Source => {
  const mutual = get(object, 'spec', 'authentication', 'type') === 'tls'
  const keys = mutual ? ['ca.crt', 'user.crt', 'user.key', 'user.p12', 'user.password'] : ['password', 'sasl.jaas.config']
  return { namespace, name, keys: new Set(keys) }
}
const strimziAuthorities = ({ name, namespace }: Placed): Source[] =>
  ['cluster', 'clients'].map(which => ({ namespace, name: `${name}-${which}-ca-cert`, keys: new Set(['ca.crt', 'ca.p12', 'ca.password']) }))

const plain = ({ object, namespace, name }: Placed): Source => ({
  namespace,
  name,
  keys: object.type === 'kubernetes.io/service-account-token' ? 'any' : keysOf(object.data, object.stringData, object.binaryData),
})

const sealed = ({ object, namespace, name }: Placed): Source => ({
  namespace,
  name: text(get(object, 'spec', 'template', 'metadata', 'name')) ?? name,
  keys: keysOf(get(object, 'spec', 'encryptedData')),
})

const secrets = (cluster: Cluster): Source[] => {
  const each = (kind: string, read: (one: Placed) => Source | Source[]): Source[] => cluster.ofKind(kind).flatMap(read)
  return [
    ...each('Secret', plain),
    ...each('ExternalSecret', external),
    ...each('ClusterExternalSecret', one => clusterExternal(cluster, one)),
    ...each('SealedSecret', sealed),
    ...each('Certificate', certificate),
    ...each('Ingress', annotated),
    ...each('Gateway', annotated),
    ...each('KafkaUser', strimziUser),
    ...each('Kafka', strimziAuthorities),
  ]
}

/** Kubernetes puts this one into every namespace. */
const rootCa = 'kube-root-ca.crt'

/** Answers with the keys of a ConfigMap or Secret that is rendered or that an operator writes; undefined when there will be none. */
export const dataSources = (
  cluster: Cluster,
): ((kind: 'ConfigMap' | 'Secret', namespace: string | undefined, name: string) => Keys | undefined) => {
  const key = (namespace: string | undefined, name: string): string => `${namespace ?? ''} ${name}`
  const made = new Map(secrets(cluster).map(one => [key(one.namespace, one.name), one.keys]))
  return (kind, namespace, name) => {
    if (kind === 'Secret') return made.get(key(namespace, name))
    const found = cluster.find('ConfigMap', namespace, name)
    return found ? plain(found).keys : name === rootCa ? new Set(['ca.crt']) : undefined
  }
}
