import { expect } from 'vitest'
import { row } from '../row.ts'
import { capacity } from './capacity.ts'
import { numbers } from './numbers.ts'
import { canary, steps } from './rollout.ts'
import { autoscaled, resources } from './service.ts'
import { appOf, config, environments, scaler, services, unitOf, workload } from './units.ts'

row('TARTWARE-37', "prod's own pods, resources, settings and steps", see => {
  for (const env of ['prod', 'offline'])
    for (const service of services) {
      const [here, staging] = [workload(see, env, service), workload(see, 'staging', service)]
      const { pods, requests, limits } = numbers[service]
      expect(['spec.minReplicas', 'spec.maxReplicas'].map(field => scaler(see, env, service).get(field))).toEqual(pods)
      expect([resources(here, 'requests'), resources(here, 'limits')]).toEqual([requests, limits])
      expect([resources(staging, 'requests'), resources(staging, 'limits')]).toEqual([
        [0.25, 256 * 2 ** 20],
        [0.5, 512 * 2 ** 20],
      ])
      expect(config(see, env, service).get('data.NODE_OPTIONS')).toBe(`--max-old-space-size=${(0.75 * (limits[1] ?? 0)) / 2 ** 20}`)
      expect(config(see, 'staging', service).get('data.NODE_OPTIONS')).toBe('--max-old-space-size=384')
      expect(steps(here)).toEqual(canary('300 s'))
    }
  for (const service of services)
    for (const concern of ['replicas', 'resources', 'settings']) see.file(`${unitOf('prod', service)}/patches/${concern}.yaml`)
})

type Rule = { seriesQuery: string; name: { as: string; matches?: string }; resources: { overrides: Record<string, { resource: string }> } }

row('TARTWARE-40', 'CPU and requests a second, of the workload that is there', see => {
  const served = see.yaml('platform/values/prometheus-adapter.yaml').some<Rule[]>('rules.custom')
  const at = served.findIndex(rule => rule.name.as === 'http_requests_per_second')
  const rule = see.yaml('platform/values/prometheus-adapter.yaml')
  const name = rule.get<string>(`rules.custom[${at}].name.as`)
  expect(rule.get(`rules.custom[${at}].seriesQuery`)).toBe(`${name}{namespace!="",pod!=""}`)
  for (const service of services) {
    autoscaled(see, service)
    for (const env of environments) {
      const one = scaler(see, env, service)
      expect(one.some('spec.metrics')).toHaveLength(2)
      const percent = ['prod', 'offline'].includes(env) ? numbers[service].cpu : 60
      expect(one.get('spec.metrics[0]')).toEqual({
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
      })
      expect([one.get('spec.metrics[1].type'), one.get('spec.metrics[1].pods.metric.name')]).toEqual(['Pods', name])
      expect(one.get('spec.metrics[1].pods.target.type')).toBe('AverageValue')
      const recorded = see.one(unitOf(env, service), 'PrometheusRule', `${appOf(service)}-metrics`)
      expect(recorded.get(`spec.groups[0].rules[record=${name}].expr`)).toBe(
        `sum by (namespace, pod) (rate(http_request_duration_seconds_count{job="${appOf(service)}"}[2m]))`,
      )
    }
  }
  for (const env of ['prod', 'offline']) capacity(see, env)
})
