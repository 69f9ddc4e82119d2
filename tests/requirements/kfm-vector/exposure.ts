import { expect } from 'vitest'
import { pods } from '../pods.ts'
import type { See } from '../see.ts'
import { container, engine } from './units.ts'

const doors = ['Ingress', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'VirtualService', 'Route']

/** Nothing leads in from outside the cluster: not a route, not a Service, not a node's address. */
export const internalOnly = (see: See, unit: string): void => {
  for (const kind of doors) see.none(unit, kind)
  const services = see.all(unit, 'Service')
  expect(services.length).toBeGreaterThan(0)
  for (const one of services) {
    expect(one.get('spec.type')).toBe('ClusterIP')
    for (const field of ['externalIPs', 'externalName', 'loadBalancerIP']) one.none(`spec.${field}`)
  }
  for (const [one, path] of pods(see, unit)) one.none(`${path}.hostNetwork`)
  for (const port of ['http', 'p2p']) engine(see, unit).none(`${container}.ports[name=${port}].hostPort`)
}
