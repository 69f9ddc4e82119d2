import { expect } from 'vitest'
import { allowed, defaultDeny, nobodyInParticular } from '../network.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { affinity, inside } from './pod.ts'
import { combination, environments, everywhere, headless, readme, service, set } from './units.ts'

const ports = [
  { name: 'http', port: 7432, targetPort: 'http', protocol: 'TCP' },
  { name: 'grpc', port: 50051, targetPort: 'grpc', protocol: 'TCP' },
]

row('ENGRAM-93', 'the headless Service', see => {
  for (const unit of everywhere) {
    const one = headless(see, unit)
    expect(one.get('spec')).toEqual({ type: 'ClusterIP', clusterIP: 'None', selector: { app: 'engram' }, ports })
    expect(one.get('metadata.labels.app')).toBe('engram')
  }
})

const balanced = combination('loadbalancer')

/** A second Service outside the cluster, for named clients only, to the ports that speak TLS. */
const loadBalancer = (see: See): void => {
  const one = see.one(balanced, 'Service', 'engram-external')
  expect(one.get('spec.type')).toBe('LoadBalancer')
  expect(one.get('metadata.annotations')).toEqual({ 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' })
  const ranges = one.get<string[]>('spec.loadBalancerSourceRanges')
  expect(ranges).not.toEqual([])
  for (const range of ranges) expect(range).toMatch(/^\d+(\.\d+){3}\/(?!0$)\d+$/)
  const policy = see.one(balanced, 'NetworkPolicy', 'engram-external')
  expect(policy.get<{ ipBlock: { cidr: string } }[]>('spec.ingress[0].from').map(peer => peer.ipBlock.cidr)).toEqual(ranges)
}

row('ENGRAM-94', 'inside the cluster; a component puts it outside', see => {
  for (const unit of [...everywhere, balanced]) {
    inside(see, unit)
    expect(['http', 'grpc'].map(name => service(see, unit).get(`spec.ports[name=${name}]`))).toEqual(ports)
  }
  loadBalancer(see)
})

row('ENGRAM-95', 'session affinity', see => {
  for (const unit of everywhere) affinity(see, unit)
})

row('ENGRAM-114', 'ClusterIP', see => {
  for (const unit of everywhere) {
    inside(see, unit)
    expect(service(see, unit).get('spec.ports')).toEqual(ports)
  }
})

row('ENGRAM-115', 'a load balancer for named clients', see => {
  loadBalancer(see)
  const combinations = see.files('tests/combinations').filter(path => /\/engram-[^/]+\/kustomization\.yaml$/.test(path))
  for (const unit of [...environments, ...combinations.map(path => path.replace('/kustomization.yaml', ''))])
    for (const one of see.all(unit, 'Service'))
      if (one.some('spec.type') !== 'ClusterIP') expect(one.some<string[]>('spec.loadBalancerSourceRanges').length).toBeGreaterThan(0)
  expect(see.section(readme, 'Helm values and where they are here')).toMatch(/loadBalancerIP[^\n]*a patch of \x60spec\.loadBalancerIP\x60/)
})

row('ENGRAM-116', 'annotations of providers', see => {
  loadBalancer(see)
  expect(see.section(readme, 'Helm values and where they are here')).toContain('azure-load-balancer-internal: "true"')
})

row('ENGRAM-117', 'affinity for three hours', see => {
  for (const unit of everywhere) affinity(see, unit)
})

const edge = combination('ingress')

type Route = { rules: { host: string; http: { paths: object[] } }[]; tls: { hosts: string[]; secretName: string }[] }

/** An Ingress of class nginx for one host with TLS, to one port of the Service. */
const route = (see: See, name: string, host: string, port: string): void => {
  const one = see.one(edge, 'Ingress', name)
  expect(one.get('spec.ingressClassName')).toBe('nginx')
  expect(one.get<Route['rules']>('spec.rules')).toEqual([
    { host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'engram', port: { name: port } } } }] } },
  ])
  expect(one.get<Route['tls']>('spec.tls')).toEqual([{ hosts: [host], secretName: `${name}-tls` }])
  expect(one.get('metadata.annotations[cert-manager.io/cluster-issuer]')).toBe('letsencrypt-prod')
  expect(one.get('metadata.annotations[nginx.ingress.kubernetes.io/ssl-redirect]')).toBe('true')
}

row('ENGRAM-118', 'an Ingress each for HTTP and gRPC', see => {
  for (const unit of environments) see.none(unit, 'Ingress')
  expect(see.all(edge, 'Ingress')).toHaveLength(2)
  route(see, 'engram', 'engram.staging.example', 'http')
  route(see, 'engram-grpc', 'engram-grpc.staging.example', 'grpc')
  const protocol = 'metadata.annotations[nginx.ingress.kubernetes.io/backend-protocol]'
  expect(see.one(edge, 'Ingress', 'engram-grpc').get(protocol)).toBe('GRPC')
  see.one(edge, 'Ingress', 'engram').none(protocol)
  const hosts = see.yaml('base/env/prod/environment.yaml')
  expect([hosts.get('data.engram-host'), hosts.get('data.engram-grpc-host')]).toEqual(['engram.example.com', 'engram-grpc.example.com'])
  expect(allowed(see, edge, set(see, edge), 'Ingress')).toEqual(
    [...callers, 'ingress-nginx > 7432/TCP', 'ingress-nginx > 50051/TCP'].sort(),
  )
})

const client = 'engram.gitops/client=true'
const callers = [`${client} > 7432/TCP`, `${client} > 50051/TCP`, 'observability / app.kubernetes.io/name=prometheus > 7432/TCP']
const dns = ['53/TCP', '53/UDP'].map(port => `kube-system / k8s-app=kube-dns > ${port}`)

/** Callers and Prometheus in, DNS out, nothing else. */
const network = (see: See): void => {
  for (const unit of everywhere) {
    defaultDeny(see, unit)
    nobodyInParticular(see, unit, set(see, unit))
    expect(allowed(see, unit, set(see, unit), 'Ingress')).toEqual([...callers].sort())
    expect(allowed(see, unit, set(see, unit), 'Egress')).toEqual(dns)
  }
}

row('ENGRAM-139', 'network policies', network)

row('ENGRAM-227', 'traffic is restricted', network)

row('ENGRAM-228', 'outside only with TLS', see => {
  for (const [name, port] of [
    ['engram', 'http'],
    ['engram-grpc', 'grpc'],
  ] as const)
    route(see, name, `${name}.staging.example`, port)
  const targets = see.one(balanced, 'Service', 'engram-external').get<{ targetPort: string }[]>('spec.ports')
  expect(targets).toEqual([
    { name: 'https', port: 7432, targetPort: 'https', protocol: 'TCP' },
    { name: 'grpcs', port: 50051, targetPort: 'grpcs', protocol: 'TCP' },
  ])
  see.one(balanced, 'Certificate', 'engram-server')
  for (const unit of environments) {
    see.none(unit, 'Ingress')
    inside(see, unit)
  }
})
