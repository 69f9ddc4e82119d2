import { expect } from 'vitest'
import { allowed, defaultDeny, nobodyInParticular } from '../network.ts'
import { portNumber } from '../pods.ts'
import { row } from '../row.ts'
import { appOf, container, environment, environments, services, shapes, unitOf, workload } from './units.ts'
import { ways } from './ways.ts'

row('TARTWARE-43', 'a namespace each, and nothing in it but what is named', see => {
  for (const service of services) {
    const [unit, app, one] = [unitOf('prod', service), appOf(service), workload(see, 'prod', service)]
    const namespace = see.one(unit, 'Namespace')
    expect(namespace.get('metadata.name')).toBe(app)
    expect(namespace.get('metadata.labels[pod-security.kubernetes.io/enforce]')).toBe('restricted')
    defaultDeny(see, unit)
    nobodyInParticular(see, unit, one)
    expect(allowed(see, unit, one, 'Egress')).toEqual(ways(see, 'prod', service))
  }
  for (const env of environments) {
    const project = see.one(`argo/env/${env}`, 'AppProject', 'tartware')
    const destinations = project.get<{ namespace: string; server: string }[]>('spec.destinations')
    expect(destinations).toEqual(services.map(service => ({ namespace: appOf(service), server: 'https://kubernetes.default.svc' })))
  }
})

row('TARTWARE-44', 'tenants come through the api-gateway alone', see => {
  for (const [env, service] of shapes) {
    const [unit, app] = [unitOf(env, service), appOf(service)]
    const edge = service === 'api-gateway'
    const routes = see.one(unit, 'VirtualService')
    expect(routes.get('spec.gateways')).toEqual([edge ? 'istio-ingress/tartware' : 'mesh'])
    expect(routes.get('spec.hosts')).toEqual([edge ? environment(see, env).get('data.tartware-host') : app])

    const one = workload(see, env, service)
    const port = portNumber(one, 'http')
    expect(one.get(`${container}.ports[0].containerPort`)).toBe(port)
    const caller = edge ? 'istio-ingress / istio=ingress' : 'tartware-api-gateway / app=tartware-api-gateway'
    expect(allowed(see, unit, one, 'Ingress')).toEqual(
      [caller, 'observability / app.kubernetes.io/name=prometheus'].map(who => `${who} > ${port}/TCP`).sort(),
    )

    expect(see.one(unit, 'Namespace').get('metadata.labels[istio-injection]')).toBe('enabled')
    expect(see.one(unit, 'PeerAuthentication', 'mutual-tls').get('spec')).toEqual({ mtls: { mode: 'STRICT' } })
    const exception = {
      mtls: { mode: 'STRICT' },
      portLevelMtls: { [`${port}`]: { mode: 'PERMISSIVE' } },
      selector: { matchLabels: { app } },
    }
    expect(see.one(unit, 'PeerAuthentication', app).get('spec')).toEqual(exception)
    // The exception is for Prometheus: whoever has no certificate gets metrics, whoever has one must come from the caller's namespace.
    const rules = see.all(unit, 'AuthorizationPolicy').map(policy => policy.get('spec'))
    expect(rules).toEqual([
      { action: 'ALLOW', rules: [{ from: [{ source: { namespaces: [edge ? 'istio-ingress' : 'tartware-api-gateway'] } }] }] },
      { action: 'ALLOW', rules: [{ to: [{ operation: { methods: ['GET'], paths: ['/metrics'] } }] }] },
    ])
  }
  for (const env of environments) {
    const gateway = see.one(`overlays/${env}/cluster-gateways`, 'Gateway', 'tartware')
    expect(gateway.get('metadata.namespace')).toBe('istio-ingress')
    expect(gateway.get('spec.servers[0].hosts')).toEqual([environment(see, env).get('data.tartware-host')])
  }
})
