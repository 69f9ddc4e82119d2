import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, list, type Path, text } from './fields.ts'

/** Where an issuer of certificates is named, and whether it is one for the whole cluster. */
const issuers = (cluster: Cluster): { of: Placed; path: Path; name: string; kind: string }[] => {
  const certificates = cluster.ofKind('Certificate').map(of => {
    const { name, kind } = fields(get(of.object, 'spec', 'issuerRef'))
    return { of, path: ['spec', 'issuerRef', 'name'], name: String(name), kind: text(kind) ?? 'Issuer' }
  })
  const annotations = [...cluster.ofKind('Ingress'), ...cluster.ofKind('Gateway')].flatMap(of =>
    (
      [
        ['cert-manager.io/cluster-issuer', 'ClusterIssuer'],
        ['cert-manager.io/issuer', 'Issuer'],
      ] as const
    ).flatMap(([annotation, kind]) => {
      const path = ['metadata', 'annotations', annotation]
      const name = text(get(of.object, ...path))
      return name ? [{ of, path, name, kind }] : []
    }),
  )
  return [...certificates, ...annotations]
}

const certificates = (cluster: Cluster): Found<'issuer-exists'>[] =>
  issuers(cluster).flatMap(({ of, path, name, kind }): Found<'issuer-exists'>[] =>
    cluster.find(kind, kind === 'ClusterIssuer' ? undefined : of.namespace, name)
      ? []
      : [{ code: 'issuer-exists', of, path, value: name, problem: `no unit renders ${kind}/${name}` }],
  )

/** Where a secret store is named: once for the object, and again in entries that take another one. */
const stores = (of: Placed): { path: Path; ref: unknown }[] => {
  const spec: Path = of.kind === 'ClusterExternalSecret' ? ['spec', 'externalSecretSpec'] : ['spec']
  const entries = ['data', 'dataFrom'].flatMap(field =>
    list(get(of.object, ...spec, field)).map((_, at): Path => [...spec, field, at, 'sourceRef', 'storeRef']),
  )
  return [[...spec, 'secretStoreRef'], ...entries].map(path => ({ path, ref: get(of.object, ...path) }))
}

const externalSecrets = (cluster: Cluster): Found<'secret-store-exists'>[] =>
  [...cluster.ofKind('ExternalSecret'), ...cluster.ofKind('ClusterExternalSecret')].flatMap(of =>
    stores(of).flatMap(({ path, ref }): Found<'secret-store-exists'>[] => {
      const name = text(get(ref, 'name'))
      const kind = text(get(ref, 'kind')) ?? 'SecretStore'
      if (!name || cluster.find(kind, kind === 'ClusterSecretStore' ? undefined : of.namespace, name)) return []
      return [{ code: 'secret-store-exists', of, path: [...path, 'name'], value: name, problem: `no unit renders ${kind}/${name}` }]
    }),
  )

export const operators = family(
  {
    'issuer-exists': {
      stance: 'A',
      waivable: true,
      why: 'a certificate of an issuer that is not there is never made, and its host has no TLS',
      fix: 'name an issuer that cluster-certificates or this unit renders',
    },
    'secret-store-exists': {
      stance: 'A',
      waivable: true,
      why: 'an ExternalSecret of a store that is not there writes no Secret',
      fix: 'name a store that cluster-secrets or this unit renders',
    },
  },
  cluster => [...certificates(cluster), ...externalSecrets(cluster)],
)
