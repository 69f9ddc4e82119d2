import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { quantity } from '../quantity.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { capacity } from './documents.ts'
import { alert } from './observe.ts'
import { resources, storage } from './pod.ts'
import { base, container, deployment, dev, environmentOf, environments, offline, prod, scaler, staging } from './units.ts'

const canary = 'tests/combinations/formdb-rollout'

/** A canary goes on only while the metric of this analysis is below a number. */
const analysed = (see: See, name: RegExp, series: RegExp, below: string): void => {
  const one = see.one(canary, 'AnalysisTemplate', name)
  expect(one.get('spec.metrics[0].successCondition')).toBe(`result[0] < ${below}`)
  expect(one.get('spec.metrics[0].provider.prometheus.query')).toMatch(series)
}

row('FORMDB-140', 'p95 below 500 ms', see => {
  for (const unit of environments) expect(alert(see, unit, 'FormdbLatencyP95High')).toMatch(/p95_5m > 0\.5$/)
  analysed(see, /latency-p95$/, /http_latency_seconds:p95/, '0.5')
})

row('FORMDB-141', 'p99 below 1 s', see => {
  for (const unit of environments) expect(alert(see, unit, 'FormdbLatencyP99High')).toMatch(/p99_5m > 1$/)
})

row('FORMDB-142', 'throughput', see => {
  expect(see.section(capacity, 'FormDB HTTP API')).toMatch(/100 to 500 requests a second/)
})

/** A long and a short window, both burning the budget of 99.9 % this many times too fast. */
const burns = (long: string, short: string, factor: string): RegExp => {
  const half = (window: string): string => `ratio_rate${window} > ${factor.replace('.', '\\.')} \\* \\(1 - 0\\.999\\)`
  return new RegExp(`${half(long)} and \\S*${half(short)}`)
}

row('FORMDB-143', 'available 99.9 %', see => {
  for (const unit of environments) {
    const [fast, slow] = ['Fast', 'Slow'].map(speed => alert(see, unit, `FormdbErrorBudgetBurn${speed}`))
    expect(fast).toMatch(burns('1h', '5m', '14.4'))
    expect(fast).toMatch(burns('6h', '30m', '6'))
    expect(slow).toMatch(burns('1d', '2h', '3'))
    expect(slow).toMatch(burns('3d', '6h', '1'))
  }
})

row('FORMDB-144', 'errors below 1 %', see => {
  for (const unit of environments) expect(alert(see, unit, 'FormdbErrorRateHigh')).toMatch(/http_errors:ratio_rate5m > 0\.01$/)
  analysed(see, /success-rate$/, /http_errors:ratio/, '0.01')
})

row('FORMDB-145', 'cache hits above 70 %', see => {
  for (const unit of environments) expect(alert(see, unit, 'FormdbCacheHitRateLow')).toMatch(/cache_hits:ratio_rate5m < 0\.70?$/)
})

row('FORMDB-146', 'resources of a pod', see => {
  for (const unit of [base, dev, staging]) {
    resources(see, unit, 'requests', { cpu: 0.5, memory: '512Mi' })
    resources(see, unit, 'limits', { cpu: 2, memory: '2Gi' })
  }
})

row('FORMDB-147', 'disk', see => {
  storage(see, base, 'ReadWriteOnce')
  for (const unit of [staging, prod, offline]) storage(see, unit, 'ReadWriteMany')
})

/** What an environment's pods ask for at the autoscaler's minimum and maximum: a row of the capacity table each. */
const asked = (see: See, unit: string): string[][] => {
  const counts = new Set(['spec.minReplicas', 'spec.maxReplicas'].map(field => scaler(see, unit).get<number>(field)))
  const [cpu, memory] = ['cpu', 'memory'].map(kind => quantity(deployment(see, unit).get(`${container}.resources.requests.${kind}`)))
  return [...counts].map(count => [environmentOf(unit), `${count}`, `${count * (cpu ?? 0)}`, `${(count * (memory ?? 0)) / 2 ** 30}Gi`])
}

row('FORMDB-148', 'capacity', see => {
  const table = cells(see.section(capacity, 'FormDB HTTP API')).filter(([env]) => env !== 'environment')
  expect(table).toEqual(environments.flatMap(unit => asked(see, unit)))
})
