import { expect } from 'vitest'
import { quantity } from '../quantity.ts'
import { row } from '../row.ts'
import { amounts, shutdown } from './pod.ts'
import { combination, container, everywhere, pod, set, variable } from './units.ts'

row('ENGRAM-177', 'NUMA', see => {
  const unit = combination('numa')
  expect([variable(see, unit, 'ENGRAM_CPU_AFFINITY'), variable(see, unit, 'ENGRAM_NUMA_NODE')]).toEqual(['0-15', '0'])
  expect(set(see, unit).get(`${pod}.nodeSelector[node.gitops/numa]`)).toBe('0')
  set(see, unit).none(`${pod}.nodeSelector[topology.kubernetes.io/zone]`)
  for (const kind of ['requests', 'limits'] as const) amounts(see, unit, kind, { cpu: '2000m', memory: '4Gi', 'ephemeral-storage': '2Gi' })
})

const mimalloc = {
  MIMALLOC_LARGE_OS_PAGES: '1',
  MIMALLOC_RESERVE_HUGE_OS_PAGES: '4',
  MIMALLOC_EAGER_COMMIT: '0',
  MIMALLOC_PAGE_RESET: '1',
  MIMALLOC_USE_NUMA_NODES: '4',
}

row('ENGRAM-178', 'mimalloc and the pages that it reserves', see => {
  const unit = combination('huge-pages')
  for (const [name, value] of Object.entries(mimalloc)) expect(variable(see, unit, name)).toBe(value)
  for (const kind of ['requests', 'limits'])
    expect(quantity(set(see, unit).get(`${container}.resources.${kind}.hugepages-1Gi`))).toBe(4 * 2 ** 30)
  expect(set(see, unit).get(`${pod}.nodeSelector[node.gitops/hugepages-1gi]`)).toBe('true')
  for (const other of everywhere) {
    set(see, other).none(`${container}.resources.limits.hugepages-1Gi`)
    expect(variable(see, other, 'MIMALLOC_LARGE_OS_PAGES')).toBe('1')
  }
})

row('ENGRAM-179', 'vectors', see => {
  const unit = combination('performance')
  const names = ['CACHE_LINE_SIZE', 'PREFETCH_DISTANCE', 'VECTOR_WIDTH']
  expect(names.map(name => variable(see, unit, `ENGRAM_${name}`))).toEqual(['64', '256', '256'])
  expect(set(see, unit).get(`${pod}.nodeSelector[feature.node.kubernetes.io/cpu-cpuid.AVX2]`)).toBe('true')
})

row('ENGRAM-180', 'fast-nvme', see => {
  for (const env of ['dev', 'staging', 'prod']) {
    const one = see.one(`overlays/${env}/cluster-storage`, 'StorageClass', 'fast-nvme')
    expect(one.get('provisioner')).toBe('ebs.csi.aws.com')
    const parameters = ['type', 'iops', 'throughput', 'csi.storage.k8s.io/fstype'].map(name => one.get(`parameters[${name}]`))
    expect(parameters).toEqual(['gp3', '16000', '1000', 'ext4'])
    expect(one.get('mountOptions')).toEqual(['noatime', 'nodiratime'])
    expect([one.get('volumeBindingMode'), one.get('allowVolumeExpansion')]).toEqual(['WaitForFirstConsumer', true])
  }
})

row('ENGRAM-184', 'stopping', see => {
  for (const unit of everywhere) shutdown(see, unit)
  expect(see.section('docs/upstream.md', 'Engram (orchard9/engram, commit 5d54816, 2025-11-21)')).toMatch(
    /grace period \|[^|]*\| flush interval 30 s: 25 s must suffice/,
  )
})
