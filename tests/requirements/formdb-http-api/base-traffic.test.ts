import { expect } from 'vitest'
import { defaultDeny, nobodyInParticular } from '../network.ts'
import { row } from '../row.ts'
import { readOnlyRole } from './access.ts'
import { allHeaders, cors, issuer, limits, metricsBlocked, ports, route } from './edge.ts'
import { letIn, letOut } from './network.ts'
import { discovered, scraped } from './observe.ts'
import { disruption, disruptionOfOne, replicas, scaleDown, scaleUp, targets } from './scaling.ts'
import {
  base,
  beside,
  container,
  deployment,
  dev,
  environmentOf,
  environments,
  everywhere,
  ingress,
  nginx,
  offline,
  prod,
  service,
  staging,
} from './units.ts'

row('FORMDB-16', 'two Services', see => {
  expect(
    see
      .all(base, 'Service')
      .map(one => one.get('metadata.name'))
      .sort(),
  ).toEqual(['formdb-http-api', 'formdb-http-api-headless'])
  for (const unit of everywhere) {
    expect(see.all(unit, 'Service')).toHaveLength(2)
    expect(service(see, unit).get('spec.type')).toBe('ClusterIP')
    service(see, unit).none('spec.clusterIP')
    expect(see.one(unit, 'Service', /-headless$/).get('spec.clusterIP')).toBe('None')
  }
})

row('FORMDB-17', 'ports', see => {
  for (const unit of everywhere) {
    ports(see, unit)
    const found = deployment(see, unit).get<unknown[]>(`${container}.ports`)
    expect(found).toEqual([{ name: 'http', containerPort: 4000, protocol: 'TCP' }])
    metricsBlocked(see, unit)
  }
})

row('FORMDB-18', 'session affinity', see => {
  for (const unit of everywhere) expect(service(see, unit).get('spec.sessionAffinity')).toBe('None')
  const combination = 'tests/combinations/formdb-session-affinity'
  expect(service(see, combination).get('spec.sessionAffinity')).toBe('ClientIP')
  expect(ingress(see, combination).get(nginx('affinity'))).toBe('cookie')
})

row('FORMDB-19', 'Ingress with TLS', see => {
  const hosts = {
    [dev]: 'formdb.dev.example',
    [staging]: 'api-staging.formdb.io',
    [prod]: 'api.formdb.io',
    [offline]: 'formdb.offline.example',
  }
  for (const [unit, host] of Object.entries(hosts)) route(see, unit, host)
})

row('FORMDB-20', 'certificates from Let’s Encrypt', see => {
  expect([dev, staging, prod].map(unit => issuer(see, unit))).toEqual(['letsencrypt-staging', 'letsencrypt-prod', 'letsencrypt-prod'])
  for (const unit of environments) see.one(beside(unit, 'cluster-certificates'), 'ClusterIssuer', issuer(see, unit))
  const server = (unit: string): string =>
    see.one(beside(unit, 'cluster-certificates'), 'ClusterIssuer', issuer(see, unit)).get('spec.acme.server')
  expect(server(dev)).toBe('https://acme-staging-v02.api.letsencrypt.org/directory')
  for (const unit of [staging, prod]) expect(server(unit)).toBe('https://acme-v02.api.letsencrypt.org/directory')
})

row('FORMDB-21', 'security headers', see => {
  for (const unit of everywhere) allHeaders(see, unit)
})

row('FORMDB-22', 'rate limits', see => {
  for (const unit of [base, dev, staging]) limits(see, unit, '100', '50')
})

row('FORMDB-23', 'CORS', see => {
  for (const unit of everywhere) expect(cors(see, unit)).not.toContain('*')
})

row('FORMDB-24', 'time for WebSockets', see => {
  for (const unit of everywhere)
    for (const timeout of ['proxy-read-timeout', 'proxy-send-timeout']) expect(ingress(see, unit).get(nginx(timeout))).toBe('3600')
})

row('FORMDB-25', 'request size', see => {
  for (const unit of everywhere) expect(ingress(see, unit).get(nginx('proxy-body-size'))).toBe('10m')
})

row('FORMDB-32', 'access to the API server', see => {
  for (const unit of everywhere) readOnlyRole(see, unit)
})

row('FORMDB-33', 'autoscaling bounds', see => {
  for (const unit of [base, staging]) replicas(see, unit, 3, 10)
  for (const unit of [prod, offline]) replicas(see, unit, 5, 10)
})

row('FORMDB-34', 'autoscaling targets', see => {
  for (const unit of everywhere) targets(see, unit)
})

row('FORMDB-35', 'autoscaling behaviour', see => {
  for (const unit of everywhere) {
    scaleUp(see, unit)
    scaleDown(see, unit)
  }
})

row('FORMDB-36', 'disruption budget', see => {
  for (const unit of [base, staging, prod, offline]) disruption(see, unit)
  disruptionOfOne(see, dev)
})

row('FORMDB-37', 'who may connect', see => {
  for (const unit of everywhere) letIn(see, unit)
})

row('FORMDB-38', 'everything else is refused', see => {
  for (const unit of everywhere) {
    defaultDeny(see, unit)
    nobodyInParticular(see, unit, deployment(see, unit))
  }
})

row('FORMDB-39', 'what may be reached', see => {
  for (const unit of environments) {
    const environment = see.yaml(`base/env/${environmentOf(unit)}/environment.yaml`)
    letOut(see, unit, environment.get('data.apiserver-cidr'), unit !== offline)
  }
})

row('FORMDB-40', 'ServiceMonitor', see => {
  for (const unit of everywhere) {
    scraped(see, unit)
    discovered(see, unit)
  }
})
