import { expect } from 'vitest'
import { argo, installed, values, wave } from '../platform.ts'
import { row } from '../row.ts'
import { bootstrap, dayZero, environments, observability } from './platform.ts'

const units = Object.values(argo)

row('TARTWARE-02', 'day 0 is Argo CD, and everything else its Applications', see => {
  expect(dayZero(see)).toEqual(['argo-cd'])
  const releases = {
    'cert-manager': 'cert-manager',
    openbao: 'openbao',
    istiod: 'istio-system',
    'argo-cd': 'argo',
    'argo-rollouts': 'argo-rollouts',
  }
  for (const [release, namespace] of Object.entries(releases)) installed(see, release, namespace)
  installed(see, 'strimzi-kafka-operator', 'messaging')
  const who = see.section(bootstrap, 'Who installs what')
  expect(who).toMatch(/helmfile\.yaml[\s\S]*argo\/platform[\s\S]*never both/)
})

row('TARTWARE-03', 'cert-manager with its kinds', see => {
  installed(see, 'cert-manager', 'cert-manager')
  expect(values(see, 'cert-manager').get('crds.enabled')).toBe(true)
  for (const unit of units)
    expect(wave(see, unit, 'Application', 'cert-manager')).toBeLessThan(wave(see, unit, 'ApplicationSet', 'cluster'))
})

row('TARTWARE-04', 'the secret store: three pods, an audit trail, no development mode', see => {
  installed(see, 'openbao', 'openbao')
  const store = values(see, 'openbao')
  expect(store.get('server.ha.enabled')).toBe(true)
  expect(store.get('server.ha.replicas')).toBe(3)
  expect(store.get('server.auditStorage.enabled')).toBe(true)
  expect(store.some('server.ha.raft.config')).toContain('audit "file" "file"')
  expect(store.get('server.dev.enabled')).toBe(false)
  expect(store.get('global.tlsDisable')).toBe(false)
  // Only dev, where three nodes may be too many, says otherwise.
  const others = ['staging', 'prod', 'offline'].map(env => `platform/values/${env}/openbao.yaml`)
  for (const file of others.filter(file => see.files('platform/values').includes(file)))
    for (const path of ['server.dev', 'server.ha.enabled', 'server.ha.replicas', 'server.auditStorage']) see.yaml(file).none(path)
  expect(see.section(bootstrap, 'Secret store')).toMatch(/Unsealing is not automatic/)
})

row('TARTWARE-05', 'External Secrets before whatever has an ExternalSecret', see => {
  installed(see, 'external-secrets', 'external-secrets')
  for (const unit of units)
    for (const set of ['cluster', 'formdb', 'kfm', 'tartware-services'])
      expect(wave(see, unit, 'Application', 'external-secrets')).toBeLessThan(wave(see, unit, 'ApplicationSet', set))
})

row('TARTWARE-06', 'Istio in one version, without init containers, with a gateway', see => {
  const said = see.yaml('platform/versions.yaml')
  for (const release of ['istio-base', 'istio-cni', 'istiod']) installed(see, release, 'istio-system')
  installed(see, 'istio-ingress', 'istio-ingress')
  for (const release of ['istio-base', 'istio-cni', 'istio-ingress'])
    expect(said.get(`releases.${release}.version`)).toBe(said.get('releases.istiod.version'))
  expect(values(see, 'istiod').get('cni.enabled')).toBe(true)
  expect(values(see, 'istio-ingress').get('service.type')).toBe('LoadBalancer')
  expect(values(see, 'istio-ingress').get('labels')).toEqual({ istio: 'ingress' })
})

row('TARTWARE-07', 'observability', see => {
  for (const release of observability) installed(see, release, 'observability')
})

row('TARTWARE-08', 'Argo CD and Argo Rollouts', see => {
  installed(see, 'argo-cd', 'argo')
  installed(see, 'argo-rollouts', 'argo-rollouts')
  const monitor = 'controller.metrics.serviceMonitor'
  for (const release of ['argo-cd', 'argo-rollouts']) {
    expect(values(see, release).get(`${monitor}.enabled`)).toBe(true)
    expect(values(see, release).get(`${monitor}.additionalLabels`)).toEqual({ release: 'kube-prometheus-stack' })
  }
})

row('TARTWARE-09', 'messaging is Kafka, run by Strimzi', see => {
  installed(see, 'strimzi-kafka-operator', 'messaging')
  expect(see.yaml('platform/versions.yaml').get('releases.strimzi-kafka-operator.licence')).toBe('Apache-2.0')
  for (const env of environments) expect(see.one(`overlays/${env}/cluster-messaging`, 'Kafka').get('metadata.namespace')).toBe('messaging')
})

row('TARTWARE-17', 'every licence is open source', see => {
  const licences = Object.entries(see.yaml('platform/versions.yaml').some<Record<string, unknown>>('releases'))
  for (const [name] of licences) {
    const licence = see.yaml('platform/versions.yaml').get<string>(`releases.${name}.licence`)
    expect(licence).toMatch(/^(Apache-2\.0|MPL-2\.0|AGPL-3\.0-only|Apache-2\.0 AND AGPL-3\.0-only)$/)
  }
  expect(licences.length).toBeGreaterThan(15)
})

row('TARTWARE-42', 'the adapter of ATLAS-49 serves the metric of the services', see => {
  installed(see, 'prometheus-adapter', 'observability')
  const rules = values(see, 'prometheus-adapter')
  const served = rules.some<{ name: { as: string } }[]>('rules.custom').map(({ name }) => name.as)
  // Every unit of every environment is looked at by tests/platform/values.test.ts.
  for (const service of ['api-gateway', 'core-service', 'logs-service', 'reservations-command-service', 'settings-service']) {
    const scaler = see.one(`overlays/prod/tartware-${service}`, 'HorizontalPodAutoscaler')
    const own = scaler.some<Metric[]>('spec.metrics').findIndex(({ type }) => type === 'Pods')
    expect(served).toContain(scaler.get(`spec.metrics[${own}].pods.metric.name`))
  }
})

type Metric = { type: string }

row('TARTWARE-48', 'one collector, one store each for metrics, logs and traces, all in Grafana', see => {
  for (const release of observability) installed(see, release, 'observability')
  const stack = values(see, 'kube-prometheus-stack')
  expect(stack.get('grafana.sidecar.datasources.uid')).toBe('prometheus')
  for (const [type, url] of Object.entries({ tempo: 'http://tempo.observability.svc:3200', loki: 'http://loki.observability.svc:3100' }))
    expect(stack.get(`grafana.additionalDataSources[type=${type}].url`)).toBe(url)
})
