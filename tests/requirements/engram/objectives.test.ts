import { expect } from 'vitest'
import { row } from '../row.ts'
import { allProbes, mounts, probe, started } from './pod.ts'
import { required, settings } from './settings.ts'
import { combination, config, container, environments, everywhere, guide, pod, readme, set } from './units.ts'

row('ENGRAM-01', 'the task', see => {
  expect(see.section(readme, 'Where it comes from')).toMatch(
    /task 001: priority P0, critical path, estimated at 3 days, no dependencies, pending/,
  )
})

row('ENGRAM-02', 'half an hour', see => {
  expect(see.section(guide, 'Engram: from nothing to running')).toMatch(/About 30 minutes[\s\S]*Docker in 10[\s\S]*Kubernetes in 20/)
})

row('ENGRAM-03', 'clusters and one machine', see => {
  const compose = see.yaml('apps/engram/local/compose.yaml')
  for (const name of Object.keys(compose.some<object>('services'))) {
    compose.none(`services.${name}.build`)
    expect(compose.get(`services.${name}.image`)).toMatch(/^[a-z/]+:v?\d+\.\d+\.\d+$/)
  }
  for (const unit of everywhere) see.one(unit, 'StatefulSet')
})

row('ENGRAM-04', 'the entry point', see => {
  for (const unit of everywhere) started(see, unit)
})

row('ENGRAM-05', 'status by hand', see => {
  expect(see.section(readme, 'Probes')).toMatch(/kubectl exec engram-0 [^\x60]*-- \/usr\/local\/bin\/engram status --json\x60/)
})

row('ENGRAM-06', 'benchmark', see => {
  see.one(combination('benchmark'), 'Job', 'engram-benchmark')
  for (const unit of everywhere) see.none(unit, 'Job')
})

row('ENGRAM-07', 'where the configuration is', see => {
  for (const unit of everywhere) {
    mounts(see, unit)
    expect(set(see, unit).get(`${pod}.volumes[name=config].configMap.name`)).toBe(config(see, unit).get('metadata.name'))
    expect(Object.keys(config(see, unit).some<object>('data'))).toEqual(['engram.toml'])
  }
})

row('ENGRAM-08', 'names of variables', see => {
  for (const unit of everywhere) {
    const names = set(see, unit).some<{ name: string }[]>(`${container}.env`)
    for (const at of names.keys())
      expect(set(see, unit).get(`${container}.env[${at}].name`)).toMatch(/^(ENGRAM|RUST|MIMALLOC|OTEL)_[A-Z_]+$/)
    set(see, unit).none(`${container}.envFrom`)
  }
})

row('ENGRAM-09', 'flags and persistence are configured', see => {
  for (const unit of everywhere) expect(Object.keys(settings(see, unit))).toEqual(Object.keys(required))
})

row('ENGRAM-10', 'alive', see => {
  for (const unit of everywhere) probe(see, unit, 'startupProbe')
})

row('ENGRAM-11', 'healthy', see => {
  for (const unit of everywhere) probe(see, unit, 'livenessProbe')
})

row('ENGRAM-12', 'ready', see => {
  for (const unit of everywhere) probe(see, unit, 'readinessProbe')
})

row('ENGRAM-199', 'three probes', see => {
  for (const unit of environments) allProbes(see, unit)
})
