import { expect } from 'vitest'
import { quantity } from '../quantity.ts'
import { row } from '../row.ts'
import { mounts } from './pod.ts'
import { required, settings, table } from './settings.ts'
import { base, config, container, dev, environments, everywhere, pod, readme, set, variable } from './units.ts'

row('ENGRAM-96', 'a ConfigMap named by its content', see => {
  for (const unit of everywhere) {
    expect(config(see, unit).get('metadata.name')).toMatch(/^engram-config-[a-z0-9]{10}$/)
    expect(settings(see, unit)).toEqual(required)
  }
})

row('ENGRAM-97', 'the key', see => {
  for (const unit of everywhere) {
    expect(Object.keys(config(see, unit).some<object>('data'))).toEqual(['engram.toml'])
    expect(settings(see, unit)).toEqual(required)
  }
})

row('ENGRAM-98', 'feature flags', see => {
  for (const unit of everywhere) table(see, unit, 'feature_flags')
})

row('ENGRAM-99', 'memory spaces', see => {
  for (const unit of everywhere) table(see, unit, 'memory_spaces')
})

row('ENGRAM-100', 'persistence', see => {
  for (const unit of everywhere) {
    const root = table(see, unit, 'persistence').data_root
    expect(set(see, unit).get(`${container}.volumeMounts[name=data].mountPath`)).toBe(root)
    expect(variable(see, unit, 'ENGRAM_DATA_DIR')).toBe(root)
  }
})

row('ENGRAM-101', 'consolidation', see => {
  for (const unit of everywhere) table(see, unit, 'consolidation')
})

row('ENGRAM-102', 'cache', see => {
  for (const unit of everywhere) {
    const size = Number(table(see, unit, 'cache').size_mb) * 2 ** 20
    expect(size).toBeLessThan(quantity(set(see, unit).get(`${container}.resources.limits.memory`)))
    expect(size).toBe(quantity(set(see, unit).get(`${container}.resources.requests.memory`)))
  }
  expect(see.section(readme, 'Configuration')).toMatch(/\x60cache\.size_mb\x60 is 2048, as much as the memory request/)
})

row('ENGRAM-103', 'performance', see => {
  for (const unit of everywhere) {
    const { query_timeout_sec: timeout } = table(see, unit, 'performance')
    expect(set(see, unit).get(`${pod}.terminationGracePeriodSeconds`)).toBeGreaterThanOrEqual(Number(timeout))
  }
})

row('ENGRAM-131', 'data directory and log level', see => {
  for (const unit of everywhere)
    expect([variable(see, unit, 'ENGRAM_DATA_DIR'), variable(see, unit, 'RUST_LOG')]).toEqual(['/data', 'info'])
})

row('ENGRAM-132', 'every value stands once', see => {
  for (const unit of everywhere) expect(settings(see, unit)).toEqual(required)
  expect(see.yaml(`${base}/kustomization.yaml`).get('configMapGenerator[name=engram-config].files')).toEqual(['engram.toml'])
})

row('ENGRAM-134', 'more variables', see => {
  expect(variable(see, dev, 'RUST_BACKTRACE')).toBe('1')
  expect(see.section(readme, 'Helm values and where they are here')).toMatch(/\x60env\x60 \| an overlay's patch/)
})

row('ENGRAM-146', 'a change shows in the pod template', see => {
  for (const unit of environments) {
    const one = config(see, unit)
    expect(one.get('metadata.name')).toMatch(/-[a-z0-9]{10}$/)
    expect(set(see, unit).get(`${pod}.volumes[name=config].configMap.name`)).toBe(one.get('metadata.name'))
    expect(one.get('metadata.annotations')).toEqual({
      'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
      'argocd.argoproj.io/sync-options': 'Prune=false',
    })
    mounts(see, unit)
  }
})
