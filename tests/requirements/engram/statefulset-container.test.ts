import { expect } from 'vitest'
import { containers } from '../pods.ts'
import { row } from '../row.ts'
import { allProbes, amounts, logging, ports, probe, started } from './pod.ts'
import { container, environments, everywhere, offline, set, variable } from './units.ts'

row('ENGRAM-76', 'the image', see => {
  for (const unit of environments) {
    expect(set(see, unit).get(`${container}.image`)).toMatch(/(^|\/)engram\/engram:0\.1\.0(@sha256:[0-9a-f]{64})?$/)
    expect(set(see, unit).get(`${container}.imagePullPolicy`)).toBe('IfNotPresent')
  }
  for (const [one, path] of containers(see, offline)) expect(one.get(`${path}.image`)).toMatch(/^registry\.offline\.example\//)
})

row('ENGRAM-77', 'command and arguments', see => {
  for (const unit of everywhere) started(see, unit)
})

row('ENGRAM-78', 'ports of the container', see => {
  for (const unit of everywhere) ports(see, unit)
})

row('ENGRAM-79', 'identity', see => {
  for (const unit of everywhere) {
    expect(variable(see, unit, 'ENGRAM_DATA_DIR')).toBe('/data')
    const from = (name: string): unknown => set(see, unit).get(`${container}.env[name=${name}].valueFrom`)
    expect(from('ENGRAM_NODE_ID')).toEqual({ fieldRef: { fieldPath: 'metadata.name' } })
    expect(from('ENGRAM_POD_IP')).toEqual({ fieldRef: { fieldPath: 'status.podIP' } })
  }
})

row('ENGRAM-80', 'log level and pages', see => {
  for (const unit of everywhere) {
    logging(see, unit)
    expect(variable(see, unit, 'MIMALLOC_LARGE_OS_PAGES')).toBe('1')
  }
})

row('ENGRAM-81', 'startup probe', see => {
  for (const unit of everywhere) probe(see, unit, 'startupProbe')
})

row('ENGRAM-82', 'liveness probe', see => {
  for (const unit of everywhere) probe(see, unit, 'livenessProbe')
})

row('ENGRAM-83', 'readiness probe', see => {
  for (const unit of everywhere) probe(see, unit, 'readinessProbe')
})

row('ENGRAM-84', 'resources', see => {
  for (const unit of everywhere) {
    amounts(see, unit, 'requests', { cpu: '1000m', memory: '2Gi', 'ephemeral-storage': '1Gi' })
    amounts(see, unit, 'limits', { cpu: '2000m', memory: '4Gi', 'ephemeral-storage': '2Gi' })
  }
})

row('ENGRAM-124', 'three probes', see => {
  for (const unit of everywhere) allProbes(see, unit)
})
