import { expect } from 'vitest'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { alert, config, container, deployment, environments, everywhere, offline, readme, service } from './units.ts'

/** Path and seconds until a probe acts; all ask the server's port. */
const probe = (see: See, unit: string, name: string): { path: string; budget: number } => {
  const one = deployment(see, unit)
  expect(one.get(`${container}.${name}.httpGet.port`)).toBe('http')
  const [period, failures] = ['periodSeconds', 'failureThreshold'].map(field => one.get<number>(`${container}.${name}.${field}`))
  expect(Number(period)).toBeLessThanOrEqual(10)
  return { path: one.get(`${container}.${name}.httpGet.path`), budget: Number(period) * Number(failures) }
}

row('ATLAS-35', 'time for a cold start', see => {
  for (const unit of everywhere) {
    const [startup, readiness] = [probe(see, unit, 'startupProbe'), probe(see, unit, 'readinessProbe')]
    expect([startup.path, readiness.path]).toEqual(['/readyz', '/readyz'])
    expect(startup.budget).toBe(300)
    expect(startup.budget).toBeGreaterThanOrEqual(10 * readiness.budget)
  }
})

row('ATLAS-36', 'a pod without a catalog gets no requests', see => {
  for (const unit of everywhere) {
    expect(probe(see, unit, 'readinessProbe')).toEqual({ path: '/readyz', budget: 15 })
    service(see, unit).none('spec.publishNotReadyAddresses')
  }
})

row('ATLAS-37', 'liveness is another question, and slower', see => {
  for (const unit of everywhere) {
    const [liveness, readiness] = [probe(see, unit, 'livenessProbe'), probe(see, unit, 'readinessProbe')]
    expect([liveness.path, readiness.path]).toEqual(['/healthz', '/readyz'])
    expect(liveness.budget).toBe(2 * readiness.budget)
  }
})

row('ATLAS-38', 'what ready means is told, and watched', see => {
  expect(see.section(readme, 'Readiness contract')).toMatch(/process loop[\s\S]*BijuxAtlasNotReady/)
  for (const unit of environments) {
    const { expr, runbook } = alert(see, unit, 'BijuxAtlasNotReady')
    expect(expr).toMatch(/^\(sum\(kube_pod_status_ready\{.*condition="true"\}\) or vector\(0\)\)\n< sum\(.*_spec_min_replicas\{.*\}\)$/)
    expect(runbook).toBe('apps/bijux-atlas/README.md#readiness-contract')
  }
})

row('ATLAS-39', 'ready needs a catalog, unless the cache alone is served', see => {
  for (const unit of everywhere) {
    const settings = config(see, unit)
    const alone = unit === offline
    expect(settings.get('data.ATLAS_READINESS_REQUIRES_CATALOG')).toBe(String(!alone))
    expect(settings.get('data.ATLAS_CACHED_ONLY_MODE')).toBe(String(alone))
  }
  expect(see.section(readme, 'Offline profile')).toMatch(/ATLAS_READINESS_REQUIRES_CATALOG[\s\S]*refuses/)
})
