import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, list, type Path, strings, text } from './fields.ts'

/** A backend of an Ingress or a Gateway route: where it stands, which Service, and which port of it. */
type Backend = { of: Placed; path: Path; namespace: string | undefined; service: string; port: unknown }

const ingressBackends = (of: Placed): Backend[] => {
  const paths: Path[] = list(get(of.object, 'spec', 'rules')).flatMap((rule, at) =>
    list(get(rule, 'http', 'paths')).map((_, i): Path => ['spec', 'rules', at, 'http', 'paths', i, 'backend', 'service']),
  )
  return [...paths, ['spec', 'defaultBackend', 'service']].flatMap(path => {
    const service = fields(get(of.object, ...path))
    const name = text(service.name)
    const port = fields(service.port)
    return name ? [{ of, path, namespace: of.namespace, service: name, port: port.name ?? port.number }] : []
  })
}

const routeBackends = (of: Placed): Backend[] =>
  list(get(of.object, 'spec', 'rules')).flatMap((rule, at) =>
    list(rule.backendRefs).flatMap((backend, i): Backend[] => {
      const service = text(backend.name)
      if (!service || (backend.kind ?? 'Service') !== 'Service') return []
      const namespace = text(backend.namespace) ?? of.namespace
      return [{ of, path: ['spec', 'rules', at, 'backendRefs', i], namespace, service, port: backend.port }]
    }),
  )

const gatewayRoutes = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute']

const backends = (cluster: Cluster): Found<'route-backend-exists'>[] => {
  const all = [
    ...cluster.ofKind('Ingress').flatMap(ingressBackends),
    ...gatewayRoutes.flatMap(kind => cluster.ofKind(kind)).flatMap(routeBackends),
  ]
  return all.flatMap(({ of, path, namespace, service, port }) => {
    const found = cluster.find('Service', namespace, service)
    if (!found && namespace !== of.namespace && cluster.isForeign(namespace ?? '')) return []
    const has = list(get(found?.object, 'spec', 'ports')).some(one => one.name === port || one.port === port)
    if (has) return []
    const problem = found ? `Service/${service} has no port ${port}` : `there is no Service/${service} in namespace ${namespace}`
    return [{ code: 'route-backend-exists', of, path, value: `${service}:${port}`, problem }]
  })
}

const hostless = (host: unknown): boolean => text(host) === undefined || String(host).includes('*')

const hosts = (cluster: Cluster): Found<'ingress-host'>[] =>
  cluster.ofKind('Ingress').flatMap(of => {
    const rules = list(get(of.object, 'spec', 'rules'))
    const problem = 'takes every host that nobody else names'
    if (rules.length === 0) return [{ code: 'ingress-host', of, path: ['spec'], problem }]
    return rules.flatMap((rule, at): Found<'ingress-host'>[] =>
      hostless(rule.host)
        ? [{ code: 'ingress-host', of, path: ['spec', 'rules', at, 'host'], value: String(rule.host ?? ''), problem }]
        : [],
    )
  })

const tls = (cluster: Cluster): Found<'ingress-tls'>[] =>
  cluster.ofKind('Ingress').flatMap(of => {
    const rules = list(get(of.object, 'spec', 'rules'))
    const entries = list(get(of.object, 'spec', 'tls'))
    const secured = new Set(entries.filter(entry => text(entry.secretName)).flatMap(entry => strings(entry.hosts)))
    const named = new Set(rules.map(rule => rule.host))
    const plain = rules.flatMap((rule, at): Found<'ingress-tls'>[] =>
      hostless(rule.host) || secured.has(String(rule.host))
        ? []
        : [
            {
              code: 'ingress-tls',
              of,
              path: ['spec', 'rules', at, 'host'],
              value: String(rule.host),
              problem: 'no tls entry with a secretName has this host',
            },
          ],
    )
    const unused = entries.flatMap((entry, at) =>
      strings(entry.hosts).flatMap((host, i): Found<'ingress-tls'>[] =>
        named.has(host)
          ? []
          : [{ code: 'ingress-tls', of, path: ['spec', 'tls', at, 'hosts', i], value: host, problem: 'no rule has this host' }],
      ),
    )
    return [...plain, ...unused]
  })

export const routes = family(
  {
    'route-backend-exists': {
      stance: 'A',
      waivable: true,
      why: 'a route to a Service or port that is not there answers every request with an error',
      fix: 'name a Service of the same namespace and one of its ports',
    },
    'ingress-host': {
      stance: 'A',
      waivable: true,
      why: "an Ingress without an exact host catches other systems' requests",
      fix: 'give each rule one exact host',
    },
    'ingress-tls': {
      stance: 'A',
      waivable: true,
      why: 'a host without a certificate of its own is served in plain text or with a wrong certificate',
      fix: 'make the hosts of spec.tls and spec.rules the same, each with a secretName',
    },
  },
  cluster => [...backends(cluster), ...hosts(cluster), ...tls(cluster)],
)
