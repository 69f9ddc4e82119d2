import { expect } from 'vitest'
import { row } from '../row.ts'
import {
  capabilities,
  containerContext,
  logging,
  mounts,
  nobody,
  noEscalation,
  noShell,
  podContext,
  ports,
  probe,
  readOnlyRoot,
  started,
  temporary,
} from './pod.ts'
import { combination, container, everywhere, pod, readme, set, variable } from './units.ts'

row('ENGRAM-27', 'no shell in the image', see => {
  for (const unit of everywhere) noShell(see, unit)
})

row('ENGRAM-28', 'the binary', see => {
  for (const unit of everywhere) expect(set(see, unit).get(`${container}.command`)).toEqual(['/usr/local/bin/engram'])
})

row('ENGRAM-29', 'the user and its folder', see => {
  for (const unit of everywhere) {
    nobody(see, unit)
    mounts(see, unit)
  }
})

row('ENGRAM-30', 'ports', see => {
  for (const unit of everywhere) ports(see, unit)
})

row('ENGRAM-31', 'the health check of the image', see => {
  for (const unit of everywhere) probe(see, unit, 'livenessProbe')
})

row('ENGRAM-32', 'SIGTERM', see => {
  for (const unit of everywhere) {
    expect(set(see, unit).get(`${pod}.terminationGracePeriodSeconds`)).toBeGreaterThanOrEqual(30)
    set(see, unit).none(`${container}.lifecycle.stopSignal`)
  }
})

row('ENGRAM-33', 'defaults of the image, written out', see => {
  for (const unit of everywhere) {
    logging(see, unit)
    expect(variable(see, unit, 'MIMALLOC_SHOW_STATS')).toBe('0')
  }
})

row('ENGRAM-34', 'entry point and arguments', see => {
  for (const unit of everywhere) started(see, unit)
})

row('ENGRAM-35', 'debugging without a shell', see => {
  for (const unit of everywhere) noShell(see, unit)
  expect(see.section(readme, 'Probes')).toMatch(/kubectl debug engram-0 [^\x60]*--target engram\x60/)
  see.lacks(readme, '-- sh')
})

row('ENGRAM-36', 'read-only root', see => {
  for (const unit of everywhere) readOnlyRoot(see, unit)
})

row('ENGRAM-37', 'capabilities', see => {
  for (const unit of everywhere) capabilities(see, unit)
})

row('ENGRAM-39', 'setuid is inert', see => {
  for (const unit of everywhere) noEscalation(see, unit)
})

row('ENGRAM-42', 'amd64', see => {
  for (const unit of everywhere) expect(set(see, unit).get(`${pod}.nodeSelector`)).toEqual({ 'kubernetes.io/arch': 'amd64' })
})

row('ENGRAM-43', 'NUMA is a component', see => {
  const numa = combination('numa')
  expect([variable(see, numa, 'ENGRAM_NUMA_NODE'), variable(see, numa, 'ENGRAM_CPU_AFFINITY')]).toEqual(['0', '0-15'])
  for (const unit of everywhere)
    for (const name of ['ENGRAM_NUMA_NODE', 'ENGRAM_CPU_AFFINITY']) set(see, unit).none(`${container}.env[name=${name}]`)
})

row('ENGRAM-148', 'nothing relies on a shell', see => {
  for (const unit of everywhere) noShell(see, unit)
})

row('ENGRAM-150', 'user 65534', see => {
  for (const unit of everywhere) nobody(see, unit)
})

row('ENGRAM-151', 'read-only root, temporary folder, volume', see => {
  for (const unit of everywhere) for (const check of [readOnlyRoot, temporary, mounts]) check(see, unit)
})

row('ENGRAM-182', 'no wrapper script', see => {
  for (const unit of everywhere) started(see, unit)
  for (const file of see.files('apps/engram').filter(path => /\.(yaml|sh)$/.test(path))) see.lacks(file, 'docker-entrypoint.sh')
})

row('ENGRAM-187', 'not root', see => {
  for (const unit of everywhere) podContext(see, unit)
})

row('ENGRAM-190', 'no shell', see => {
  for (const unit of everywhere) noShell(see, unit)
})

row('ENGRAM-203', 'read-only root everywhere', see => {
  for (const unit of everywhere) readOnlyRoot(see, unit)
})

row('ENGRAM-225', 'minimal capabilities', see => {
  for (const unit of everywhere) {
    capabilities(see, unit)
    containerContext(see, unit)
  }
})

row('ENGRAM-226', 'read-only root is kept', see => {
  for (const unit of everywhere) readOnlyRoot(see, unit)
})
