import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { seconds } from '../quantity.ts'
import { row } from '../row.ts'
import { autoscaled, listens, postgres, secrets } from './service.ts'
import {
  appOf,
  baseOf,
  config,
  container,
  environment,
  environments,
  page,
  pod,
  services,
  shapes,
  shared,
  unitOf,
  workload,
} from './units.ts'

row('TARTWARE-16', 'an app for each chart', see => {
  const moved = cells(see.section(page, 'From the charts'))
  for (const service of services) {
    see.file(`${baseOf(service)}/kustomization.yaml`)
    expect(moved).toContainEqual([`platform/charts/${service}`, baseOf(service)])
  }
  for (const env of environments) {
    const set = see.one(`argo/env/${env}`, 'ApplicationSet', 'tartware-services')
    expect(set.get('spec.generators[0].git.directories')).toEqual([{ path: `overlays/${env}/tartware-*` }])
  }
})

row('TARTWARE-24', 'what the charts held is shared', see => {
  for (const service of services) {
    expect(see.yaml(`${baseOf(service)}/kustomization.yaml`).get('components[0]')).toBe(`../../${shared}`)
    // Everything but image, port and variables of its own comes from there.
    const own = see.yaml(`${baseOf(service)}/deployment.yaml`)
    expect(Object.keys(own.some<object>(pod))).toEqual(['containers'])
    expect(Object.keys(own.some<object>(`${pod}.containers[0]`)).filter(key => key !== 'env')).toEqual(['name', 'image', 'ports'])
  }
})

row('TARTWARE-31', 'exactly the five', see => {
  const named = (folder: string): string[] => [...new Set(see.files(folder).flatMap(file => /\/(tartware-[^/]+)\//.exec(file)?.[1] ?? []))]
  for (const folder of ['apps', ...environments.map(env => `overlays/${env}`)]) expect(named(folder)).toEqual(services.map(appOf))
  for (const service of services) {
    see.file(`${baseOf(service)}/kustomization.yaml`)
    expect(see.one(baseOf(service), 'Deployment').get(`${container}.image`)).toBe(`ghcr.io/tartware/${service}`)
  }
})

row('TARTWARE-32', 'api-gateway', see => {
  listens(see, 'api-gateway', 8080, 'API_GATEWAY_PORT')
  autoscaled(see, 'api-gateway')
  for (const env of environments) {
    const settings = config(see, env, 'api-gateway')
    expect(settings.get('data.API_GATEWAY_RATE_WINDOW')).toBe('1 minute')
    expect(settings.get('data.API_GATEWAY_RATE_MAX')).toBe(['dev', 'staging'].includes(env) ? '200' : '12000')
  }
})

row('TARTWARE-33', 'core-service', see => {
  listens(see, 'core-service', 3000)
  autoscaled(see, 'core-service')
  postgres(see, 'core-service')
  const own = ['AUTH_DEFAULT_PASSWORD', 'AUTH_JWT_SECRET', 'REDIS_PASSWORD', 'SYSTEM_ADMIN_JWT_SECRET']
  for (const env of environments) {
    expect(secrets(workload(see, env, 'core-service'))).toEqual([
      ...own.map(key => `${key} = tartware-core-service/${key}`),
      'DB_PASSWORD = postgres/DB_PASSWORD',
    ])
    const remote = (property: string): object => ({ secretKey: property, remoteRef: { key: `${env}/tartware-core-service`, property } })
    expect(see.one(unitOf(env, 'core-service'), 'ExternalSecret', 'tartware-core-service').get('spec.data')).toEqual(own.map(remote))
    expect(config(see, env, 'core-service').get('data.REDIS_HOST')).toBe(environment(see, env).get('data.redis-host'))
  }
})

row('TARTWARE-34', 'logs-service', see => {
  listens(see, 'logs-service', 3100)
  autoscaled(see, 'logs-service')
  for (const env of environments) {
    const settings = config(see, env, 'logs-service')
    expect([settings.get('data.LOGS_INDEX_PATTERN'), settings.get('data.MAX_PAGE_SIZE')]).toEqual(['otel-logs-*', '200'])
    expect(settings.get('data.OPENSEARCH_URL')).toBe(environment(see, env).get('data.opensearch-url'))
  }
})

row('TARTWARE-35', 'reservations-command-service', see => {
  const service = 'reservations-command-service'
  listens(see, service, 3101, 'RESERVATION_COMMAND_PORT')
  autoscaled(see, service)
  postgres(see, service)
  for (const env of environments) {
    const settings = config(see, env, service)
    const [kafka, topic] = [
      see.one(`overlays/${env}/cluster-messaging`, 'Kafka'),
      see.one(`overlays/${env}/cluster-messaging`, 'KafkaTopic'),
    ]
    const listener = kafka.get('spec.kafka.listeners[name=plain].port')
    expect(settings.get('data.KAFKA_BROKERS')).toBe(
      `${kafka.get('metadata.name')}-kafka-bootstrap.${kafka.get('metadata.namespace')}.svc:${listener}`,
    )
    expect(settings.get('data.KAFKA_RESERVATION_TOPIC')).toBe(topic.get('metadata.name'))
    expect(settings.get('data.KAFKA_RESERVATION_TOPIC')).toBe('reservations.events')
  }
})

row('TARTWARE-36', 'settings-service', see => {
  listens(see, 'settings-service', 3200)
  autoscaled(see, 'settings-service')
  postgres(see, 'settings-service')
})

row('TARTWARE-39', 'probes, Services, budget', see => {
  for (const [env, service] of shapes) {
    const [unit, app, one] = [unitOf(env, service), appOf(service), workload(see, env, service)]
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
      expect(one.get(`${container}.${probe}.httpGet`)).toEqual({ path: '/health', port: 'http' })
    const times = (probe: string): number[] =>
      ['initialDelaySeconds', 'periodSeconds'].map(field => one.get(`${container}.${probe}.${field}`))
    expect([times('livenessProbe'), times('readinessProbe')]).toEqual([
      [30, 10],
      [15, 5],
    ])
    expect(one.get<number>(`${container}.lifecycle.preStop.sleep.seconds`)).toBe(10)
    expect(one.get<number>(`${pod}.terminationGracePeriodSeconds`)).toBe(seconds('30s'))
    for (const name of [app, `${app}-canary`, `${app}-metrics`]) {
      const found = see.one(unit, 'Service', name)
      expect(found.get('spec.selector')).toEqual(one.get('spec.selector.matchLabels'))
      expect(found.get('spec.ports')).toEqual([{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }])
    }
    const budget = see.one(unit, 'PodDisruptionBudget', app)
    expect(budget.get('spec.maxUnavailable')).toBe(1)
    expect(budget.get('spec.selector')).toEqual(one.get('spec.selector'))
  }
})
