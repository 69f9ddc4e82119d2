import { expect } from 'vitest'
import { installed, values } from '../platform.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { base, dev, environments, everywhere, offline, prod, readme, scaler, staging } from './units.ts'

const rps = 'atlas_http_requests_per_second'
const p95 = 'atlas_http_request_latency_p95_milliseconds'

row('ATLAS-45', 'CPU at 70 %', see => {
  for (const unit of everywhere)
    expect(scaler(see, unit).get('spec.metrics[0]')).toEqual({
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
    })
})

/** A metric of the pods: recorded for each pod under the very name that the autoscaler asks for. */
const ofPods = (see: See, unit: string, at: number, name: string, value: string, expression: RegExp): void => {
  expect(scaler(see, unit).get(`spec.metrics[${at}]`)).toEqual({
    type: 'Pods',
    pods: { metric: { name }, target: { type: 'AverageValue', averageValue: value } },
  })
  const rules = see.one(unit, 'PrometheusRule', 'bijux-atlas-autoscaling')
  expect(rules.get(`spec.groups[0].rules[record=${name}].expr`)).toMatch(expression)
}

row('ATLAS-46', 'requests a second', see => {
  for (const unit of everywhere)
    ofPods(see, unit, 1, rps, '100', /^sum by \(namespace, pod\) \(rate\(bijux_http_requests_total\{.*\}\[2m\]\)\)$/)
  expect(see.section(readme, 'HPA')).toMatch(new RegExp(`${rps}[\\s\\S]*100`))
})

row('ATLAS-47', 'p95 latency', see => {
  for (const unit of everywhere)
    ofPods(see, unit, 2, p95, '300', /^1000 \* max by \(namespace, pod\) \(bijux_http_request_latency_p95_seconds\{.*\}\)$/)
  expect(see.section(readme, 'HPA')).toMatch(new RegExp(`${p95}[\\s\\S]*average of[\\s\\S]*approximation`))
})

row('ATLAS-48', 'bounds and behaviour', see => {
  const bounds = { [base]: [2, 20], [staging]: [2, 4], [prod]: [2, 20], [offline]: [2, 20], [dev]: [1, 1] }
  for (const [unit, [least, most]] of Object.entries(bounds)) {
    const one = scaler(see, unit)
    expect([one.get('spec.minReplicas'), one.get('spec.maxReplicas')]).toEqual([least, most])
    expect(one.some('spec.metrics')).toHaveLength(3)
    expect(one.get('spec.behavior')).toEqual({
      scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }] },
      scaleDown: { stabilizationWindowSeconds: 120, policies: [{ type: 'Percent', value: 20, periodSeconds: 60 }] },
    })
  }
  expect(Object.keys(bounds)).toEqual(expect.arrayContaining(environments))
})

row('ATLAS-49', 'an adapter serves the metrics', see => {
  installed(see, 'prometheus-adapter', 'observability')
  const adapter = values(see, 'prometheus-adapter')
  const { url, port } = adapter.get<{ url: string; port: number }>('prometheus')
  expect(`${url}:${port}`).toBe('http://kube-prometheus-stack-prometheus.observability.svc:9090')
  const served = adapter.some<{ name: { as: string } }[]>('rules.custom').map(({ name }) => name.as)
  for (const unit of everywhere) {
    const metrics = scaler(see, unit).some<{ pods?: object }[]>('spec.metrics')
    const own = metrics.flatMap(({ pods }, at) => (pods === undefined ? [] : [`spec.metrics[${at}].pods.metric.name`]))
    expect(own).toHaveLength(2)
    for (const path of own) expect(served).toContain(scaler(see, unit).get(path))
  }
})
