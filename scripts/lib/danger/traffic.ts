import type { Cluster, Placed } from '../set/cluster.ts'
import { get, list, strings } from '../set/fields.ts'
import { routeClaims } from '../set/route-claims.ts'
import { routes } from '../set/routes.ts'
import { services } from '../set/services.ts'
import { type EnvironmentChange, serves } from './change.ts'
import { family, type Said } from './rule.ts'
import { asDanger, named, newlyFound, of } from './say.ts'

const nobody = (one: EnvironmentChange): Said<'D22'>[] => [
  ...newlyFound(one, cluster => services.judge(cluster), ['service-selects', 'service-target-port']).map(found => asDanger('D22', found)),
  ...newlyFound(one, cluster => routes.judge(cluster), ['route-backend-exists']).map(found => asDanger('D22', found)),
]

/** Hosts that an object answers for, by the kind of it. */
const hostsOf = ({ kind, object }: Placed): string[] => {
  if (kind === 'Ingress') return list(get(object, 'spec', 'rules')).flatMap(({ host }) => (typeof host === 'string' ? [host] : []))
  if (kind === 'HTTPRoute' || kind === 'GRPCRoute') return strings(get(object, 'spec', 'hostnames'))
  if (kind === 'VirtualService') return strings(get(object, 'spec', 'hosts')).filter(host => host.includes('.'))
  return []
}

const hosts = (cluster: Cluster): Map<string, Placed> => {
  const all = ['Ingress', 'HTTPRoute', 'GRPCRoute', 'VirtualService'].flatMap(kind => cluster.ofKind(kind))
  return new Map(all.flatMap(one => hostsOf(one).map(host => [host, one] as const)))
}

const gone = ({ env, base, head }: EnvironmentChange): Said<'D46'>[] => {
  const after = hosts(head.cluster)
  return [...hosts(base.cluster)]
    .filter(([host]) => !after.has(host))
    .map(([host, one]) => of('D46', one, [], `${host} of ${named(one)} is no longer answered in ${env}`))
}

const claims = (one: EnvironmentChange): Said<'D46'>[] =>
  newlyFound(one, cluster => routeClaims.judge(cluster), ['host-path-unique']).map(found => asDanger('D46', found))

export const traffic = family(
  {
    D22: {
      name: 'service-without-pods',
      severity: 'blocks',
      signal: 'a Service’s selector or port matches no rendered pod any more, or a route leads to a Service that is gone',
      why: 'every request is refused from the next sync on',
      fix: 'change labels and selector in one pull request; add a port to the pods first, then to the Service',
      more: 'docs/policies.md, service-selects, service-target-port and route-backend-exists',
    },
    D46: {
      name: 'host-claimed-or-gone',
      severity: 'blocks',
      signal: 'two routes claim one host and path, or a host of prod or offline is no longer answered',
      why: 'of two routes the controller serves one, and which is an accident; for a host that is gone clients get an error',
      fix: 'give one of the routes another path; keep a redirect until nobody asks for the old host',
      more: 'docs/policies.md, host-path-unique; gatekeeper-library uniqueingresshost',
    },
  },
  change => change.environments.flatMap(one => [...nobody(one), ...claims(one), ...(serves(change, one.env) ? gone(one) : [])]),
)
