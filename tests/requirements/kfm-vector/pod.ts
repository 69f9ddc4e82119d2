import { expect } from 'vitest'
import { containers, pods, portNumber } from '../pods.ts'
import { quantity } from '../quantity.ts'
import type { See } from '../see.ts'
import { config, container, engine, pod } from './units.ts'

/** The three paths that ask for no key, over TLS where the engine has it. */
export const probes = (see: See, unit: string, scheme?: 'HTTPS'): void => {
  const one = engine(see, unit)
  for (const [probe, path] of Object.entries({ startupProbe: '/livez', livenessProbe: '/livez', readinessProbe: '/readyz' })) {
    expect(one.get(`${container}.${probe}.httpGet.path`)).toBe(path)
    expect(portNumber(one, one.get(`${container}.${probe}.httpGet.port`))).toBe(6333)
    if (scheme) expect(one.get(`${container}.${probe}.httpGet.scheme`)).toBe(scheme)
    else one.none(`${container}.${probe}.httpGet.scheme`)
  }
}

const claim = (name: string, storage: string): object => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast-ssd', resources: { requests: { storage } } },
})

/** A claim for data and one for snapshots, both mounted where the engine's settings say. */
export const storage = (see: See, unit: string, size: string): void => {
  const one = engine(see, unit)
  expect(one.get('spec.volumeClaimTemplates')).toEqual([claim('data', size), claim('snapshots', size)])
  for (const [name, key] of [
    ['data', 'STORAGE_PATH'],
    ['snapshots', 'SNAPSHOTS_PATH'],
  ])
    expect(one.get(`${container}.volumeMounts[name=${name}].mountPath`)).toBe(config(see, unit).get(`data.QDRANT__STORAGE__${key}`))
}

/** Never two peers on a node, and a drain takes one at a time. */
export const spread = (see: See, unit: string): void => {
  const own = engine(see, unit).get('spec.selector.matchLabels')
  expect(own).toEqual({ app: 'vector' })
  expect(engine(see, unit).get(`${pod}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution`)).toEqual([
    { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: own } },
  ])
  const budget = see.one(unit, 'PodDisruptionBudget')
  expect(budget.get('spec')).toEqual({ maxUnavailable: 1, selector: { matchLabels: own }, unhealthyPodEvictionPolicy: 'AlwaysAllow' })
}

/** Peers that form one index: without cluster mode each would have its own. */
export const clustered = (see: See, unit: string, replicas: number, scheme: string): void => {
  const one = engine(see, unit)
  expect(one.get('spec.replicas')).toBe(replicas)
  expect(config(see, unit).get('data.QDRANT__CLUSTER__ENABLED')).toBe('true')
  const env = one.get<{ name: string; value?: string }[]>(`${container}.env`).filter(({ name }) => /^(POD_NAME|QDRANT_[A-Z]+)$/.test(name))
  const domain = `${one.get('spec.serviceName')}.${one.get('metadata.namespace')}.svc:6335`
  // In this order: $(POD_NAME) is expanded only from what stands before.
  expect(env.map(({ name, value }) => [name, value])).toEqual([
    ['POD_NAME', undefined],
    ['QDRANT_URI', `${scheme}://$(POD_NAME).${domain}`],
    ['QDRANT_BOOTSTRAP', `${scheme}://vector-0.${domain}`],
  ])
  expect(one.get(`${container}.env[name=POD_NAME].valueFrom`)).toEqual({ fieldRef: { fieldPath: 'metadata.name' } })
  const keys = ['api-key', 'read-only-key'].map(key => ({ secretKeyRef: { name: 'vector-api-keys', key } }))
  expect(one.get<object[]>(`${container}.env`).slice(3)).toEqual([
    { name: 'QDRANT__SERVICE__API_KEY', valueFrom: keys[0] },
    { name: 'QDRANT__SERVICE__READ_ONLY_API_KEY', valueFrom: keys[1] },
  ])
  expect(see.one(unit, 'Service', 'vector-headless').get('spec.publishNotReadyAddresses')).toBe(true)
}

export const resources = (see: See, unit: string, kind: 'requests' | 'limits', cpu: number, memory: string): void => {
  const one = engine(see, unit)
  expect(quantity(one.get(`${container}.resources.${kind}.cpu`))).toBe(cpu)
  expect(quantity(one.get(`${container}.resources.${kind}.memory`))).toBe(quantity(memory))
}

/** What `restricted` asks of every pod, and more: a read-only root, and nothing writable but volumes. */
export const hardened = (see: See, unit: string): void => {
  for (const [one, path] of pods(see, unit)) {
    expect(one.get(`${path}.securityContext.runAsNonRoot`)).toBe(true)
    expect(one.get(`${path}.securityContext.runAsUser`)).toBe(1000)
    expect(one.get(`${path}.securityContext.seccompProfile.type`)).toBe('RuntimeDefault')
    expect(one.get(`${path}.automountServiceAccountToken`)).toBe(false)
  }
  for (const [one, path] of containers(see, unit)) {
    expect(one.get(`${path}.securityContext`)).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
  }
  expect(see.one(unit, 'Namespace').get('metadata.labels[pod-security.kubernetes.io/enforce]')).toBe('restricted')
  const mounts = engine(see, unit).get<{ name: string; mountPath: string; readOnly?: boolean }[]>(`${container}.volumeMounts`)
  expect(mounts.filter(mount => !mount.readOnly).map(mount => `${mount.name} ${mount.mountPath}`)).toEqual([
    'data /qdrant/storage',
    'snapshots /qdrant/snapshots',
    'tmp /tmp',
  ])
  expect(mounts.filter(mount => mount.readOnly).map(mount => `${mount.name} ${mount.mountPath}`)).toEqual(
    mounts.length > 3 ? ['tls /qdrant/tls'] : [],
  )
}
