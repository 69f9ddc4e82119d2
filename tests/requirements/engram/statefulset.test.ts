import { expect } from 'vitest'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { podContext } from './pod.ts'
import { combination, container, environments, everywhere, headless, pod, readme, set } from './units.ts'

row('ENGRAM-64', 'a StatefulSet', see => {
  for (const unit of everywhere) {
    expect(set(see, unit).get('metadata.name')).toBe('engram')
    expect(set(see, unit).get('apiVersion')).toBe('apps/v1')
  }
})

row('ENGRAM-65', 'labels, and the version is the tag', see => {
  for (const unit of environments) {
    const labels = ['app', 'component', 'version'].map(name => set(see, unit).get(`metadata.labels.${name}`))
    expect(labels).toEqual(['engram', 'database', '0.1.0'])
    expect(set(see, unit).get(`${container}.image`)).toMatch(new RegExp(`/engram:${labels[2]}(@sha256:[0-9a-f]{64})?$`))
  }
})

row('ENGRAM-66', 'the governing Service', see => {
  for (const unit of everywhere) {
    expect(set(see, unit).get('spec.serviceName')).toBe(headless(see, unit).get('metadata.name'))
    expect(headless(see, unit).get('spec.clusterIP')).toBe('None')
  }
})

/** One pod, which every test of the number shares. */
const single = (see: See): void => {
  for (const unit of everywhere) expect(set(see, unit).get('spec.replicas')).toBe(1)
}

row('ENGRAM-67', 'one replica', single)

row('ENGRAM-68', 'the selector', see => {
  for (const unit of everywhere) expect(set(see, unit).get('spec.selector')).toEqual({ matchLabels: { app: 'engram' } })
})

const onDelete = (see: See): void => {
  for (const unit of everywhere) {
    expect(set(see, unit).get('spec.updateStrategy')).toEqual({ type: 'OnDelete' })
    expect(set(see, unit).get('spec.podManagementPolicy')).toBe('OrderedReady')
  }
}

row('ENGRAM-69', 'OnDelete, and how a change is applied', see => {
  onDelete(see)
  expect(see.section(readme, 'Apply a change under OnDelete')).toMatch(
    /kubectl delete pod engram-0 --namespace engram\x60[\s\S]*--timeout 60s/,
  )
})

row('ENGRAM-70', 'labels of the pod', see => {
  for (const unit of everywhere) {
    const labels = ['app', 'component'].map(name => set(see, unit).get(`spec.template.metadata.labels.${name}`))
    expect(labels).toEqual(['engram', 'database'])
  }
})

row('ENGRAM-71', 'annotations of the pod', see => {
  for (const unit of everywhere)
    expect(set(see, unit).get('spec.template.metadata.annotations')).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '7432',
      'prometheus.io/path': '/metrics',
    })
  see.lacks('platform/values/kube-prometheus-stack.yaml', 'prometheus_io_scrape')
})

const apart = (see: See): void => {
  for (const unit of everywhere)
    expect(set(see, unit).get(`${pod}.affinity.podAntiAffinity`)).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['engram'] }] },
          topologyKey: 'kubernetes.io/hostname',
        },
      ],
    })
}

row('ENGRAM-72', 'one on a node', apart)

const preferred = (see: See): void => {
  const match = { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['memory-optimized', 'compute-optimized'] }
  for (const unit of everywhere)
    expect(set(see, unit).get(`${pod}.affinity.nodeAffinity`)).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: { matchExpressions: [match] } }],
    })
}

row('ENGRAM-73', 'preferred nodes', preferred)

row('ENGRAM-74', 'security context of the pod', see => {
  for (const unit of everywhere) podContext(see, unit)
})

row('ENGRAM-75', 'root is a component', see => {
  for (const unit of everywhere) {
    podContext(see, unit)
    set(see, unit).none(`${pod}.initContainers`)
  }
  const unit = combination('init-permissions')
  const init = set(see, unit)
  expect(init.get(`${pod}.initContainers[name=init-permissions].image`)).toMatch(/\/busybox:1\.36(\.\d+)?$/)
  expect(init.get(`${pod}.initContainers[name=init-permissions].command`)).toEqual(['sh', '-c', 'chown -R 65534:65534 /data'])
  expect(init.get(`${pod}.initContainers[name=init-permissions].volumeMounts`)).toEqual([{ name: 'data', mountPath: '/data' }])
  expect(init.get(`${pod}.initContainers[name=init-permissions].securityContext`)).toEqual({
    runAsUser: 0,
    runAsNonRoot: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'], add: ['CHOWN'] },
  })
  const enforced = 'metadata.labels[pod-security.kubernetes.io/enforce]'
  expect(see.one(unit, 'Namespace').get(enforced)).toBe('baseline')
  for (const one of environments) expect(see.one(one, 'Namespace').get(enforced)).toBe('restricted')
})

row('ENGRAM-109', 'one replica, OnDelete', see => {
  single(see)
  onDelete(see)
})

row('ENGRAM-127', 'anti-affinity is on', apart)

row('ENGRAM-128', 'the preference is on', preferred)
