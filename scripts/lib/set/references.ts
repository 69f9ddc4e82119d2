import type { Cluster, Placed } from './cluster.ts'
import { type Fields, fields, get, list, type Path, text } from './fields.ts'
import { containersOf, type Pod } from './pods.ts'

/** A name of a ConfigMap or Secret in another object, where it stands, and the keys that are asked for. */
export type Reference = { of: Placed; path: Path; kind: 'ConfigMap' | 'Secret'; name: string; keys: { key: string; path: Path }[] }

const reference = (of: Placed, kind: Reference['kind'], path: Path, ref: unknown, nameField = 'name'): Reference[] => {
  const { optional, key, items, [nameField]: named } = fields(ref)
  const name = text(named)
  if (!name || optional === true) return []
  const single = text(key) ? [{ key: String(key), path: [...path, 'key'] }] : []
  const several = list(items).flatMap((item, at) =>
    text(item.key) ? [{ key: String(item.key), path: [...path, 'items', at, 'key'] }] : [],
  )
  return [{ of, kind, path: [...path, nameField], name, keys: [...single, ...several] }]
}

/** Both kinds, in a mapping that names them by these fields. */
const either = (of: Placed, path: Path, from: unknown, configMap: string, secret: string, secretName = 'name'): Reference[] => [
  ...reference(of, 'ConfigMap', [...path, configMap], get(from, configMap)),
  ...reference(of, 'Secret', [...path, secret], get(from, secret), secretName),
]

const ofContainers = (pod: Pod): Reference[] =>
  containersOf(pod).flatMap(({ path, fields: container }) => [
    ...list(container.env).flatMap((one, at) =>
      either(pod.of, [...path, 'env', at, 'valueFrom'], one.valueFrom, 'configMapKeyRef', 'secretKeyRef'),
    ),
    ...list(container.envFrom).flatMap((one, at) => either(pod.of, [...path, 'envFrom', at], one, 'configMapRef', 'secretRef')),
  ])

const ofVolumes = ({ of, path, spec }: Pod): Reference[] =>
  list(spec.volumes).flatMap((volume, at) => {
    const here = [...path, 'spec', 'volumes', at]
    const projected = list(get(volume, 'projected', 'sources')).flatMap((source, i) =>
      either(of, [...here, 'projected', 'sources', i], source, 'configMap', 'secret'),
    )
    return [...either(of, here, volume, 'configMap', 'secret', 'secretName'), ...projected]
  })

/** What a pod needs before it can start. */
export const ofPod = (pod: Pod): Reference[] => [
  ...ofContainers(pod),
  ...ofVolumes(pod),
  ...list(pod.spec.imagePullSecrets).flatMap((one, at) => reference(pod.of, 'Secret', [...pod.path, 'spec', 'imagePullSecrets', at], one)),
]

/** Operators' kinds whose fields of the form {name, key} select a key of a Secret, or of a ConfigMap below a field of that name. */
const selecting = ['AlertmanagerConfig', 'PodMonitor', 'ServiceMonitor']

const keySelectors = (of: Placed, value: unknown, path: Path): Reference[] => {
  if (Array.isArray(value)) return value.flatMap((one, at) => keySelectors(of, one, [...path, at]))
  const found = fields(value)
  if (text(found.name) && text(found.key)) return reference(of, path.at(-1) === 'configMap' ? 'ConfigMap' : 'Secret', path, found)
  return Object.entries(found).flatMap(([key, one]) => (typeof one === 'object' ? keySelectors(of, one, [...path, key]) : []))
}

const certificates = (of: Placed, path: Path, entries: Fields[], field: string): Reference[] =>
  entries.flatMap((entry, at) => reference(of, 'Secret', [...path, at], entry, field))

/** What objects other than pods need: monitors' credentials, certificates of an Ingress or Gateway, an issuer's key. */
export const ofOthers = (cluster: Cluster): Reference[] => [
  ...selecting.flatMap(kind => cluster.ofKind(kind)).flatMap(of => keySelectors(of, of.object.spec, ['spec'])),
  ...cluster.ofKind('Ingress').flatMap(of => certificates(of, ['spec', 'tls'], list(get(of.object, 'spec', 'tls')), 'secretName')),
  ...cluster
    .ofKind('Gateway')
    .flatMap(of =>
      list(get(of.object, 'spec', 'listeners')).flatMap((listener, at) =>
        certificates(of, ['spec', 'listeners', at, 'tls', 'certificateRefs'], list(get(listener, 'tls', 'certificateRefs')), 'name'),
      ),
    ),
  ...cluster.ofKind('Issuer').flatMap(of => reference(of, 'Secret', ['spec', 'ca'], get(of.object, 'spec', 'ca'), 'secretName')),
]
