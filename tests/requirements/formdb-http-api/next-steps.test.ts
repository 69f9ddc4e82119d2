import { expect } from 'vitest'
import { argo, installed } from '../platform.ts'
import { row } from '../row.ts'
import { applicationSet } from './argo.ts'
import { roadmap } from './documents.ts'
import { alert, inCluster } from './observe.ts'
import { container, deployment, environments, everywhere, prod } from './units.ts'

row('FORMDB-149', 'tracing', see => {
  const endpoint = deployment(see, 'tests/combinations/formdb-otel-env').get<string>(
    `${container}.env[name=OTEL_EXPORTER_OTLP_ENDPOINT].value`,
  )
  const collector = see.yaml('platform/values/otel-collector.yaml')
  expect(new URL(endpoint).hostname).toBe(`${collector.get('fullnameOverride')}.observability.svc`)
  expect(collector.get('config.exporters.otlp_grpc/tempo.endpoint')).toBe('tempo.observability.svc:4317')
  installed(see, 'tempo', 'observability')
  const sources = see.yaml('platform/values/kube-prometheus-stack.yaml')
  expect(sources.get('grafana.additionalDataSources[name=Tempo].type')).toBe('tempo')
  for (const unit of everywhere) deployment(see, unit).none(`${container}.env[name=OTEL_EXPORTER_OTLP_ENDPOINT]`)
})

row('FORMDB-150', 'log aggregation', see => {
  const shipper = see.yaml('platform/values/otel-logs.yaml')
  expect(shipper.get('mode')).toBe('daemonset')
  expect(shipper.get('presets.logsCollection.enabled')).toBe(true)
  expect(shipper.get('config.exporters.otlp_http/loki.endpoint')).toBe('http://loki.observability.svc:3100/otlp')
  expect(shipper.get('config.service.pipelines.logs.exporters')).toEqual(['otlp_http/loki'])
  installed(see, 'loki', 'observability')
  for (const unit of Object.values(argo)) see.one(unit, 'Application', 'otel-logs')
})

row('FORMDB-151', 'alerts reach PagerDuty and Slack', see => {
  for (const unit of environments) {
    const receivers = inCluster(see, unit, 'AlertmanagerConfig')
    const paging = receivers.get('spec.receivers[name=pagerduty].pagerdutyConfigs[0].routingKey')
    const chat = receivers.get('spec.receivers[name=slack].slackConfigs[0].apiURL')
    const secret = inCluster(see, unit, 'ExternalSecret')
    const name = secret.get('spec.target.name')
    expect([paging, chat]).toEqual([
      { name, key: secret.get('spec.data[secretKey=pagerduty-routing-key].secretKey') },
      { name, key: secret.get('spec.data[secretKey=slack-webhook-url].secretKey') },
    ])
    expect(receivers.get('spec.route.routes[receiver=pagerduty].matchers')).toEqual([
      { name: 'severity', matchType: '=', value: 'critical' },
    ])
    expect(alert(see, unit, 'FormdbErrorBudgetBurnFast')).toContain('0.999')
  }
})

row('FORMDB-152', 'several regions', see => {
  expect(see.section(roadmap, 'Roadmap')).toMatch(/Multi-region[^|]*\|[^|]+\|[^|]*prod-<region>/)
})

row('FORMDB-153', 'GitOps with Argo CD', see => {
  const namespaces = { dev: 'formdb-dev', staging: 'formdb-staging', prod: 'formdb-production', offline: 'formdb-production' }
  for (const [env, namespace] of Object.entries(namespaces)) {
    const one = applicationSet(see, env)
    expect(one.get('spec.generators[0].git.directories')).toEqual([{ path: `overlays/${env}/formdb-http-api` }])
    expect(one.get('spec.template.spec.project')).toBe('formdb')
    expect(one.get('spec.template.spec.destination.namespace')).toBe(namespace)
    expect(one.get('spec.template.spec.source.path')).toBe('{{ .path.path }}')
    expect(one.get('spec.template.spec.syncPolicy.automated')).toEqual({ prune: true, selfHeal: true })
  }
})

row('FORMDB-154', 'service mesh', see => {
  const mesh = 'tests/combinations/formdb-mesh-istio'
  expect(see.one(mesh, 'Namespace').get('metadata.labels.istio-injection')).toBe('enabled')
  expect(see.one(mesh, 'PeerAuthentication', /mutual-tls$/).get('spec')).toEqual({ mtls: { mode: 'STRICT' } })
  const exception = see.one(mesh, 'PeerAuthentication', /formdb-http-api$/)
  expect(exception.get('spec.portLevelMtls')).toEqual({ 4000: { mode: 'PERMISSIVE' } })
  for (const unit of everywhere) see.none(unit, 'PeerAuthentication')
  see.one(prod, 'Namespace').none('metadata.labels.istio-injection')
})
