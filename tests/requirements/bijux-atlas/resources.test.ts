import { expect } from 'vitest'
import { quantity } from '../quantity.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { alert, base, config, container, deployment, environments, everywhere, pod, prod, readme, scaler } from './units.ts'

row('ATLAS-29', 'requests', see => {
  for (const unit of [base, prod])
    expect(deployment(see, unit).get(`${container}.resources.requests`)).toEqual({
      cpu: '500m',
      memory: '512Mi',
      'ephemeral-storage': '2Gi',
    })
})

row('ATLAS-30', 'limits', see => {
  for (const unit of everywhere) {
    expect(quantity(deployment(see, unit).get(`${container}.resources.limits.cpu`))).toBe(2)
    expect(quantity(deployment(see, unit).get(`${container}.resources.limits.memory`))).toBe(2 * 2 ** 30)
  }
})

row('ATLAS-31', 'memory before CPU', see => {
  expect(see.section(readme, 'Tuning')).toMatch(/memory before CPU[\s\S]*kind: Deployment[\s\S]*limits:\s+memory: 4Gi/)
})

row('ATLAS-32', 'CPU that is not throttled', see => {
  for (const unit of environments) {
    const { expr, runbook } = alert(see, unit, 'BijuxAtlasCpuThrottled')
    expect(expr).toMatch(
      /^sum by .*container_cpu_cfs_throttled_periods_total\{.*\n\/ sum by .*container_cpu_cfs_periods_total\{.*\n> 0\.05$/,
    )
    expect(runbook).toBe('apps/bijux-atlas/README.md#tuning')
  }
  expect(see.section(readme, 'Tuning')).toMatch(/BijuxAtlasCpuThrottled/)
})

const sizeLimit = (see: See, unit: string, name: string): number =>
  quantity(deployment(see, unit).get(`${pod}.volumes[name=${name}].emptyDir.sizeLimit`))

row('ATLAS-33', 'cache, configuration and node storage agree', see => {
  for (const unit of everywhere) {
    expect(Number(config(see, unit).get('data.ATLAS_MAX_DISK_BYTES'))).toBeLessThanOrEqual(sizeLimit(see, unit, 'cache'))
    const most = quantity(deployment(see, unit).get(`${container}.resources.limits[ephemeral-storage]`))
    expect(sizeLimit(see, unit, 'cache') + sizeLimit(see, unit, 'tmp')).toBeLessThanOrEqual(most)
  }
})

const caps = (see: See, unit: string): number[] =>
  ['CHEAP', 'MEDIUM', 'HEAVY'].map(kind => {
    const value = config(see, unit).get<string>(`data.ATLAS_CONCURRENCY_${kind}`)
    expect(value).toMatch(/^[1-9]\d*$/)
    return Number(value)
  })

row('ATLAS-34', 'caps and autoscaling targets change together', see => {
  for (const unit of everywhere) {
    const [cheap, medium, heavy] = caps(see, unit) as [number, number, number]
    expect(cheap).toBeGreaterThanOrEqual(medium)
    expect(medium).toBeGreaterThanOrEqual(heavy)
    const targets = (of: string): string => JSON.stringify(scaler(see, of).get('spec.metrics'))
    expect(String(caps(see, unit)) === String(caps(see, base))).toBe(targets(unit) === targets(base))
  }
  expect(caps(see, prod)).toEqual([128, 64, 16])
  expect(scaler(see, base).get('spec.metrics')).toHaveLength(3)
})
