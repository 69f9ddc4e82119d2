import type { Placed } from '../set/cluster.ts'
import { fields, get, list, type Path, strings } from '../set/fields.ts'
import { type Both, type Change, comes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { changed, changedKeys, named, of, shown } from './say.ts'

const typeOf = ({ object }: Placed): string => String(get(object, 'spec', 'type') ?? 'ClusterIP')

/** Annotations by which clouds and controllers shape a load balancer or its TLS. */
const shaping =
  /load-?balancer|(^|[./-])(ssl|tls)|backend-protocol|^alb\.ingress\.kubernetes\.io\/|^cloud\.google\.com\/neg|ingress\.class$/i

const annotationsOf = (both: Both): Said<'D23'>[] => {
  const [old, next] = [both.base, both.head].map(({ object }) => fields(get(object, 'metadata', 'annotations')))
  return changedKeys(old, next)
    .filter(key => shaping.test(key))
    .map(key =>
      of('D23', both.head, ['metadata', 'annotations', key], `${named(both.head)}: ${key} ${shown(old?.[key])} → ${shown(next?.[key])}`),
    )
}

const service = (both: Both): Said<'D23'>[] => {
  const { base, head } = both
  const said = annotationsOf(both)
  const say = (path: Path, problem: string): void => void said.push(of('D23', head, path, `${named(head)}: ${problem}`))
  if (typeOf(base) !== typeOf(head)) say(['spec', 'type'], `type ${typeOf(base)} → ${typeOf(head)}`)
  if (changed(both, 'spec', 'loadBalancerClass')) say(['spec', 'loadBalancerClass'], 'loadBalancerClass is another')
  const [old, next] = [base, head].map(({ object }) => strings(get(object, 'spec', 'loadBalancerSourceRanges')))
  // None means everybody.
  const wider = old && next && old.length > 0 && (next.length === 0 || next.some(one => !old.includes(one)))
  if (wider) say(['spec', 'loadBalancerSourceRanges'], `source ranges ${shown(old)} → ${shown(next)}`)
  const [before, after] = [base, head].map(({ object }) => strings(get(object, 'spec', 'externalIPs')))
  if (after?.some(one => !before?.includes(one))) say(['spec', 'externalIPs'], `external addresses ${shown(before)} → ${shown(after)}`)
  return said
}

const front: Record<string, Path[]> = {
  Ingress: [
    ['spec', 'ingressClassName'],
    ['spec', 'tls'],
  ],
  Gateway: [
    ['spec', 'gatewayClassName'],
    ['spec', 'listeners'],
    ['spec', 'servers'],
    ['spec', 'selector'],
  ],
}

const fronts = (both: Both): Said<'D23'>[] => [
  ...annotationsOf(both),
  ...(front[both.head.kind] ?? [])
    .filter(path => changed(both, ...path))
    .map(path => of('D23', both.head, path, `${named(both.head)}: ${path.join('.')} changed`)),
]

const opened = new Set(['Ingress', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'Gateway', 'Route'])

/** What answers from outside and wasn't there, in a unit that was; a VirtualService only where it names a gateway. */
const appears = (one: Placed): boolean =>
  opened.has(one.kind) ||
  (one.kind === 'VirtualService' && strings(get(one.object, 'spec', 'gateways')).some(gateway => gateway !== 'mesh')) ||
  (one.kind === 'Service' && ['LoadBalancer', 'NodePort'].includes(typeOf(one)))

const created = (change: Change): Said<'D23'>[] =>
  comes(change)
    .filter(one => !one.whole && appears(one))
    .map(one => {
      const ports =
        one.kind === 'Service'
          ? ` of type ${typeOf(one)} (${list(get(one.object, 'spec', 'ports'))
              .map(({ port }) => port)
              .join(', ')})`
          : ''
      return of('D23', one, [], `${named(one)}${ports} opens a unit to the outside that had no such way`)
    })

export const exposure = family(
  {
    D23: {
      name: 'exposure-changed',
      severity: 'blocks',
      signal:
        'a Service’s type, load balancer class, source ranges or annotations, an Ingress’s class or TLS, a Gateway’s listeners changed; an Ingress, route or load balancer appears in a unit that had none of that name',
      why: 'the cloud deletes a load balancer and makes another with another address; or what was inside answers from outside',
      fix: 'make the new way beside the old one, move DNS, then remove the old one; one environment at a time',
      more: 'Grafana Cloud postmortem of 2025-02-18; docs/operations/security-hardening.md',
    },
  },
  change => [
    ...stays(change).flatMap(both => (both.head.kind === 'Service' ? service(both) : both.head.kind in front ? fronts(both) : [])),
    ...created(change),
  ],
)
