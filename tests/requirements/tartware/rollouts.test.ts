import { expect } from 'vitest'
import { row } from '../row.ts'
import { canary, judged, soakOf, steps } from './rollout.ts'
import { appOf, page, released, services, unitOf, workload } from './units.ts'

const bluegreen = 'tests/combinations/tartware-bluegreen'
const kayenta = 'tests/combinations/tartware-kayenta'

row('TARTWARE-13', 'blue-green, promoted by a person', see => {
  const { app, strategy } = { app: 'tartware-settings-service', strategy: 'spec.strategy.blueGreen' }
  const one = see.one(bluegreen, 'Rollout', app)
  expect(one.get(`${strategy}.autoPromotionEnabled`)).toBe(false)
  expect([one.get(`${strategy}.activeService`), one.get(`${strategy}.previewService`)]).toEqual([app, `${app}-preview`])
  one.none('spec.strategy.canary')
  for (const name of [app, `${app}-preview`]) {
    const service = see.one(bluegreen, 'Service', name)
    expect(service.get('spec.selector')).toEqual(one.get('spec.selector.matchLabels'))
    expect(service.get('spec.ports[0].targetPort')).toBe('http')
  }
  const templates = one.get<{ templateName: string }[]>(`${strategy}.prePromotionAnalysis.templates`)
  expect(templates.map(({ templateName }) => templateName).join(', ')).toBe(judged)
})

row('TARTWARE-14', 'a soak before most tenants', see => {
  for (const env of released) for (const service of services) expect(steps(workload(see, env, service))).toEqual(canary(soakOf(env)))
})

row('TARTWARE-15', 'canary and blue-green for all, early tenants first', see => {
  for (const name of ['rollout-canary', 'rollout-bluegreen']) see.file(`base/components/${name}/kustomization.yaml`)
  see.one('argo/env/prod', 'Application', 'argo-rollouts')
  for (const unit of ['tests/combinations/formdb-rollout', 'tests/combinations/bijux-atlas-canary'])
    see.one(unit, 'Rollout').some('spec.strategy.canary.steps')
  see.one('tests/combinations/formdb-bluegreen', 'Rollout').some('spec.strategy.blueGreen')
  for (const service of services) {
    const routes = see.one(unitOf('prod', service), 'VirtualService')
    expect(routes.get('spec.http[0]')).toEqual({
      name: 'early-tenants',
      match: [{ headers: { 'x-release-channel': { exact: 'early' } } }],
      route: [{ destination: { host: `${appOf(service)}-canary` } }],
    })
    expect(steps(workload(see, 'prod', service))).toEqual(canary('300 s'))
  }
})

row('TARTWARE-27', 'Rollouts by default', see => {
  for (const env of released)
    for (const service of services) {
      const unit = unitOf(env, service)
      see.none(unit, 'Deployment')
      const one = see.one(unit, 'Rollout')
      expect([one.get('apiVersion'), one.get('metadata.name')]).toEqual(['argoproj.io/v1alpha1', appOf(service)])
      expect(see.yaml(`base/env/${env}/environment.yaml`).get('data.rollouts')).toBe('true')
    }
  for (const service of services) {
    see.one(unitOf('dev', service), 'Deployment', appOf(service))
    see.none(unitOf('dev', service), 'Rollout')
  }
})

row('TARTWARE-29', 'judged from Prometheus, or by Kayenta', see => {
  for (const service of services) {
    const unit = unitOf('prod', service)
    expect(steps(workload(see, 'prod', service))).toEqual(canary('300 s'))
    for (const name of judged.split(', ')) see.one(unit, 'AnalysisTemplate', name).some('spec.metrics[0].provider.prometheus')
  }
  expect(steps(see.one(kayenta, 'Rollout'))).toEqual(canary('60 s', 'kayenta'))
  const other = see.one(kayenta, 'AnalysisTemplate', 'kayenta')
  expect(other.get('spec.metrics[0].provider.kayenta.threshold')).toEqual({ pass: 90, marginal: 75 })
  expect(see.section(page, 'Kayenta')).toMatch(/analysis-kayenta[\s\S]*installs no Kayenta/)
})

row('TARTWARE-30', 'Istio shifts the requests', see => {
  for (const env of released)
    for (const service of services) {
      const [unit, app] = [unitOf(env, service), appOf(service)]
      const path = 'spec.strategy.canary'
      const one = workload(see, env, service)
      expect([one.get(`${path}.stableService`), one.get(`${path}.canaryService`)]).toEqual([app, `${app}-canary`])
      for (const name of [app, `${app}-canary`]) see.one(unit, 'Service', name)
      expect(one.get(`${path}.trafficRouting`)).toEqual({ istio: { virtualService: { name: app, routes: ['primary'] } } })
      expect(see.one(unit, 'VirtualService', app).get('spec.http[name=primary].route')).toEqual([
        { destination: { host: app }, weight: 100 },
        { destination: { host: `${app}-canary` }, weight: 0 },
      ])
      expect(see.one(unit, 'DestinationRule', app).get('spec.host')).toBe(`*.${app}.svc.cluster.local`)
    }
  for (const env of released) {
    const ignored = see.one(`argo/env/${env}`, 'ApplicationSet', 'tartware-services')
    const path = 'spec.template.spec.ignoreDifferences[kind=VirtualService]'
    expect(ignored.get(`${path}.group`)).toBe('networking.istio.io')
    expect(ignored.get(`${path}.jqPathExpressions`)).toEqual([expect.stringMatching(/^\.spec\.http\[\]\?\.route\[\]\?\.weight$/)])
  }
})

row('TARTWARE-49', 'one Prometheus', see => {
  const address = 'http://kube-prometheus-stack-prometheus.observability.svc:9090'
  for (const env of released)
    for (const service of services)
      for (const name of judged.split(', '))
        expect(see.one(unitOf(env, service), 'AnalysisTemplate', name).get('spec.metrics[0].provider.prometheus.address')).toBe(address)
  const { url, port } = see.yaml('platform/values/prometheus-adapter.yaml').get<{ url: string; port: number }>('prometheus')
  expect(`${url}:${port}`).toBe(address)
})

row('TARTWARE-53', 'two analyses guard every release', see => {
  const limits = {
    'success-rate': ['result[0] < 0.01', /^app:http_errors:ratio_rate5m\{/],
    'latency-p95': ['result[0] < 0.5', /^app:http_latency_seconds:p95_5m\{/],
  } as const
  for (const service of services) {
    const unit = unitOf('prod', service)
    for (const [name, [condition, query]] of Object.entries(limits)) {
      const one = see.one(unit, 'AnalysisTemplate', name)
      expect(one.get<{ name: string }[]>('spec.args').map(arg => arg.name)).toEqual(['namespace', 'version'])
      expect(one.get('spec.metrics[0].failureLimit')).toBe(1)
      expect(one.get('spec.metrics[0].successCondition')).toBe(condition)
      expect(one.get<string>('spec.metrics[0].provider.prometheus.query').trim()).toMatch(query)
      expect(one.get<string>('spec.metrics[0].provider.prometheus.query').trim()).toMatch(
        /\{namespace="\{\{args\.namespace\}\}", rollouts_pod_template_hash="\{\{args\.version\}\}"\}$/,
      )
      const recorded = see.one(unit, 'PrometheusRule', `${appOf(service)}-metrics`)
      recorded.some(`spec.groups[0].rules[record=${query.source.slice(1, -2)}].expr`)
    }
    expect(steps(workload(see, 'prod', service))).toEqual(canary('300 s'))
  }
})
