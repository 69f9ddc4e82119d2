import { expect } from 'vitest'
import { allowed, defaultDeny } from '../network.ts'
import { containers } from '../pods.ts'
import { quantity } from '../quantity.ts'
import { row } from '../row.ts'
import { unprivileged, variables, writable } from './pod.ts'
import { combination, config, container, deployment, environment, offline, pod, prod, readme, withStore } from './units.ts'

const init = `${pod}.initContainers[name=prewarm-from-source]`

row('ATLAS-56', 'cached-only', see => {
  expect(config(see, offline).get('data.ATLAS_CACHED_ONLY_MODE')).toBe('true')
  for (const unit of withStore) expect(config(see, unit).get('data.ATLAS_CACHED_ONLY_MODE')).toBe('false')
})

row('ATLAS-57', 'no store', see => {
  see.none(offline, 'ExternalSecret')
  const settings = config(see, offline)
  expect([settings.get('data.ATLAS_STORE_S3_BASE_URL'), settings.get('data.ATLAS_STORE_S3_ENABLED')]).toEqual(['', 'false'])
  expect(variables(deployment(see, offline), container)).toEqual(['ATLAS_CACHE_ROOT'])
  deployment(see, offline).none(`${init}.env`)
  const registry = environment(see, offline).get<string>('data.registry')
  for (const [one, path] of containers(see, offline)) {
    const [host, ...rest] = one.get<string>(`${path}.image`).split('/')
    expect(host).toBe(registry)
    expect(rest.join('/')).toMatch(/^(bijux\/bijux-atlas:0\.2\.0@sha256:[0-9a-f]{64}|alpine\/k8s:1\.36\.2)$/)
  }
  expect(allowed(see, offline, deployment(see, offline), 'Egress')).toEqual([])
})

row('ATLAS-58', 'no way out at all', see => {
  defaultDeny(see, offline)
  expect(allowed(see, offline, deployment(see, offline), 'Egress')).toEqual([])
  const policies = see.all(offline, 'NetworkPolicy').map(one => one.get<string>('metadata.name'))
  expect(policies.sort()).toEqual(['allow-prometheus', 'bijux-atlas', 'default-deny'])
  const before = see.all(prod, 'NetworkPolicy').map(one => one.get<string>('metadata.name'))
  expect(before.sort()).toEqual(['allow-egress-cidr', 'allow-egress-dns', ...policies])
})

row('ATLAS-59', 'warmed from a volume', see => {
  const one = deployment(see, offline)
  expect(one.some(`${pod}.initContainers`)).toHaveLength(1)
  expect(one.get(`${init}.command`)).toEqual(['sh', '/scripts/copy.sh'])
  see.none(offline, 'Secret')
  const script = see.one(offline, 'ConfigMap', /^bijux-atlas-copy-/)
  expect(one.get(`${pod}.volumes[name=copy].configMap.name`)).toBe(script.get('metadata.name'))
  expect(script.get('data[copy.sh]')).toMatch(/\ncp -Rf \/source\/cache\/\. \/cache\/\n$/)
  see.lacks('apps/bijux-atlas/components/cached-only/copy.sh', '://')
  unprivileged(one, init)
  // The prewarm that asks a store gives way, and so do the keys, in a Rollout too.
  const rollout = see.one(combination('cached-only-canary'), 'Rollout')
  expect(rollout.some(`${pod}.initContainers`)).toHaveLength(1)
  expect(rollout.get(`${pod}.initContainers[0].name`)).toBe('prewarm-from-source')
  expect(variables(rollout, container)).toEqual(['ATLAS_CACHE_ROOT'])
})

row('ATLAS-60', 'a source that survives a restart', see => {
  const one = deployment(see, offline)
  expect(one.get(`${init}.volumeMounts[name=source].readOnly`)).toBe(true)
  expect(one.get(`${init}.volumeMounts[name=source].mountPath`)).toBe('/source')
  for (const mount of one.some<{ name: string }[]>(`${container}.volumeMounts`)) expect(mount.name).not.toBe('source')
  const claim = see.one(offline, 'PersistentVolumeClaim')
  const mounted = { claimName: claim.get('metadata.name'), readOnly: true }
  expect(one.get(`${pod}.volumes[name=source].persistentVolumeClaim`)).toEqual(mounted)
  // Pods on several nodes mount it.
  expect([claim.get('spec.accessModes'), claim.get('spec.storageClassName')]).toEqual([['ReadWriteMany'], 'fast-ssd-rwx'])
  expect(see.one('overlays/offline/cluster-storage', 'StorageClass', 'fast-ssd-rwx').get('metadata.name')).toBe('fast-ssd-rwx')
  const disk = Number(config(see, offline).get('data.ATLAS_MAX_DISK_BYTES'))
  expect(quantity(claim.get('spec.resources.requests.storage'))).toBe(disk)
  expect(writable(one, container).sort()).toEqual(['/cache', '/tmp'])
  expect(writable(one, init)).toEqual(['/cache'])
  const job = see.one(combination('load-source'), 'Job', 'load-source')
  expect(job.get(`${pod}.volumes[name=source].persistentVolumeClaim`)).toEqual({ claimName: claim.get('metadata.name') })
  expect(see.section(readme, 'Offline profile')).toMatch(/bijux-atlas-source[\s\S]*load-source/)
})
