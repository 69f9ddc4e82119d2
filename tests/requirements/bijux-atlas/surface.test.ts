import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { quantity, seconds } from '../quantity.ts'
import { row } from '../row.ts'
import { letIn } from './network.ts'
import { base, combination, config, deployment, dev, everywhere, offline, pod, prod, readme, scaler, service, staging } from './units.ts'

row('ATLAS-06', 'every Helm value has its place', see => {
  const keys = cells(see.section(readme, 'Helm values')).flatMap(([key, place]) => ((place ?? '') === '' ? [] : [key]))
  const wanted = ['rollout.enabled', 'cache.initPrewarm.enabled', 'cache.pinnedDatasets', 'cache.diskSize', 'cache.maxDiskBytes']
  for (const key of [...wanted, 'concurrency.cheap', 'concurrency.medium', 'concurrency.heavy', 'values-offline.yaml'])
    expect(keys, key).toContain(key)
  expect(keys).toContain('catalog-publish-job.yaml')
})

row('ATLAS-07', 'one Deployment', see => {
  for (const unit of everywhere) {
    expect(see.one(unit, 'Deployment').get('metadata.name')).toBe('bijux-atlas')
    expect(see.one(unit, 'Deployment').get('apiVersion')).toBe('apps/v1')
  }
})

row('ATLAS-08', 'one Service', see => {
  for (const unit of everywhere) {
    const one = service(see, unit)
    expect(one.get('metadata.name')).toBe('bijux-atlas')
    expect(one.get('spec.type')).toBe('ClusterIP')
    expect(one.get('spec.ports')).toEqual([{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }])
    const selector = Object.entries(one.get<Record<string, string>>('spec.selector'))
    expect(selector).toHaveLength(1)
    for (const [key, value] of selector) expect(deployment(see, unit).get(`spec.template.metadata.labels[${key}]`)).toBe(value)
    expect(deployment(see, unit).get(`${pod}.containers[0].ports`)).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }])
  }
})

row('ATLAS-09', 'one autoscaler', see => {
  for (const unit of everywhere) {
    expect(see.one(unit, 'HorizontalPodAutoscaler').get('apiVersion')).toBe('autoscaling/v2')
    expect(scaler(see, unit).get('spec.scaleTargetRef')).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'bijux-atlas' })
  }
})

row('ATLAS-10', 'one disruption budget', see => {
  for (const unit of everywhere) {
    const budget = see.one(unit, 'PodDisruptionBudget')
    expect(budget.get('apiVersion')).toBe('policy/v1')
    expect(budget.get('spec.selector.matchLabels')).toEqual(deployment(see, unit).get('spec.selector.matchLabels'))
    // dev's one pod must be allowed to go, or no node drains.
    if (unit === dev) expect(budget.get('spec.maxUnavailable')).toBe(1)
    else expect(scaler(see, unit).get('spec.minReplicas')).toBeGreaterThan(budget.get('spec.minAvailable'))
    budget.none(unit === dev ? 'spec.minAvailable' : 'spec.maxUnavailable')
  }
  expect(see.one(prod, 'PodDisruptionBudget').get('spec.minAvailable')).toBe(1)
})

row('ATLAS-11', 'one ServiceMonitor', see => {
  for (const unit of everywhere) {
    const one = see.one(unit, 'ServiceMonitor')
    expect(one.some('spec.endpoints')).toHaveLength(1)
    expect([one.get('spec.endpoints[0].port'), one.get('spec.endpoints[0].path')]).toEqual(['http', '/metrics'])
    expect(seconds(one.get('spec.endpoints[0].scrapeTimeout'))).toBeLessThan(seconds(one.get('spec.endpoints[0].interval')))
    for (const [key, value] of Object.entries(one.get<Record<string, string>>('spec.selector.matchLabels')))
      expect(service(see, unit).get(`metadata.labels[${key}]`)).toBe(value)
  }
})

row('ATLAS-12', 'network policies of the pods', see => {
  for (const unit of everywhere) {
    expect(see.one(unit, 'NetworkPolicy', 'bijux-atlas').get('apiVersion')).toBe('networking.k8s.io/v1')
    const own = deployment(see, unit).get('spec.selector.matchLabels')
    expect(see.one(unit, 'NetworkPolicy', 'bijux-atlas').get('spec.podSelector.matchLabels')).toEqual(own)
    letIn(see, unit)
  }
})

row('ATLAS-13', 'settings always, credentials where a component brings them', see => {
  for (const unit of everywhere) {
    expect(config(see, unit).get('metadata.name')).toMatch(/^bijux-atlas-config-[a-z0-9]{10}$/)
    see.none(unit, 'Secret')
  }
  for (const unit of [base, dev, offline]) see.none(unit, 'ExternalSecret')
  for (const unit of [staging, prod]) expect(see.one(unit, 'ExternalSecret').get('metadata.name')).toBe('bijux-atlas-store')
})

row('ATLAS-14', 'no Rollout unless asked for', see => {
  for (const unit of everywhere) see.none(unit, 'Rollout')
  see.one(combination('canary'), 'Rollout')
})

row('ATLAS-15', 'no Job in any unit', see => {
  for (const unit of everywhere) see.none(unit, 'Job')
  see.one('apps/bijux-atlas/jobs/catalog-publish', 'Job')
})

row('ATLAS-16', 'the autoscaler owns the number of pods', see => {
  for (const unit of everywhere) deployment(see, unit).none('spec.replicas')
  see.one(combination('canary'), 'Rollout').none('spec.replicas')
  expect(quantity(scaler(see, base).get('spec.minReplicas'))).toBe(2)
})
