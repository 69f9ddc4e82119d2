import { expect } from 'vitest'
import { containers, pods } from '../pods.ts'
import { quantity } from '../quantity.ts'
import type { See } from '../see.ts'
import { container, pod, service, set, variable } from './units.ts'

/** What runs: the one binary, with the two ports as arguments. */
export const started = (see: See, unit: string): void => {
  expect(set(see, unit).get(`${container}.command`)).toEqual(['/usr/local/bin/engram'])
  expect(set(see, unit).get(`${container}.args`)).toEqual(['start', '--http-port=7432', '--grpc-port=50051'])
}

export const ports = (see: See, unit: string): void => {
  expect(set(see, unit).get(`${container}.ports`)).toEqual([
    { name: 'http', containerPort: 7432, protocol: 'TCP' },
    { name: 'grpc', containerPort: 50051, protocol: 'TCP' },
  ])
}

type Probe = Record<string, unknown>
const timing = { successThreshold: 1, timeoutSeconds: 3, failureThreshold: 3 }
const probes: Record<string, Probe> = {
  startupProbe: {
    httpGet: { path: '/health/alive', port: 'http' },
    ...timing,
    initialDelaySeconds: 5,
    periodSeconds: 5,
    timeoutSeconds: 2,
    failureThreshold: 12,
  },
  livenessProbe: { httpGet: { path: '/health', port: 'http' }, ...timing, periodSeconds: 30 },
  readinessProbe: {
    httpGet: { path: '/api/v1/system/health', port: 'http', httpHeaders: [{ name: 'Accept', value: 'application/json' }] },
    ...timing,
    periodSeconds: 10,
  },
}

/** One probe, exactly; no initial delay means 0. */
export const probe = (see: See, unit: string, name: 'startupProbe' | 'livenessProbe' | 'readinessProbe'): void =>
  expect(set(see, unit).get(`${container}.${name}`)).toEqual(probes[name])

export const allProbes = (see: See, unit: string): void => {
  for (const name of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) probe(see, unit, name)
}

/** Seccomp stands in both places: the pod's also holds for a debug container. */
export const podContext = (see: See, unit: string): void =>
  expect(set(see, unit).get(`${pod}.securityContext`)).toEqual({
    runAsNonRoot: true,
    runAsUser: 65534,
    runAsGroup: 65534,
    fsGroup: 65534,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  })

export const containerContext = (see: See, unit: string): void =>
  expect(set(see, unit).get(`${container}.securityContext`)).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    readOnlyRootFilesystem: true,
    seccompProfile: { type: 'RuntimeDefault' },
  })

/** Every container of every pod drops all capabilities; only Engram's own adds one. */
export const capabilities = (see: See, unit: string): void => {
  for (const [one, path] of containers(see, unit)) {
    expect(one.get(`${path}.securityContext.capabilities.drop`)).toEqual(['ALL'])
    if (one.id === set(see, unit).id) expect(one.get(`${path}.securityContext.capabilities.add`)).toEqual(['NET_BIND_SERVICE'])
    else one.none(`${path}.securityContext.capabilities.add`)
  }
}

export const readOnlyRoot = (see: See, unit: string): void => {
  for (const [one, path] of containers(see, unit)) expect(one.get(`${path}.securityContext.readOnlyRootFilesystem`)).toBe(true)
}

export const noEscalation = (see: See, unit: string): void => {
  for (const [one, path] of containers(see, unit)) expect(one.get(`${path}.securityContext.allowPrivilegeEscalation`)).toBe(false)
}

export const nobody = (see: See, unit: string): void => {
  for (const [one, path] of pods(see, unit)) {
    expect(one.get(`${path}.securityContext.runAsNonRoot`)).toBe(true)
    expect(one.get(`${path}.securityContext.runAsUser`)).toBe(65534)
  }
  for (const [one, path] of containers(see, unit))
    for (const field of ['runAsUser', 'runAsNonRoot']) one.none(`${path}.securityContext.${field}`)
}

/** Nothing runs a program inside a container of an image without a shell. */
export const noShell = (see: See, unit: string): void => {
  started(see, unit)
  for (const hook of ['startupProbe', 'livenessProbe', 'readinessProbe', 'lifecycle.preStop', 'lifecycle.postStart'])
    set(see, unit).none(`${container}.${hook}.exec`)
  set(see, unit).none(`${pod}.initContainers`)
}

export const mounts = (see: See, unit: string): void => {
  expect(set(see, unit).get(`${container}.volumeMounts`)).toEqual([
    { name: 'data', mountPath: '/data' },
    { name: 'config', mountPath: '/config', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
  ])
}

export const temporary = (see: See, unit: string): void =>
  expect(quantity(set(see, unit).get(`${pod}.volumes[name=tmp].emptyDir.sizeLimit`))).toBe(quantity('100Mi'))

/** The claim template; labels of overlays must not reach it, because it can't be changed. */
export const claim = (see: See, unit: string, size = '20Gi'): void => {
  const one = set(see, unit)
  expect(one.some<unknown[]>('spec.volumeClaimTemplates')).toHaveLength(1)
  expect(one.get('spec.volumeClaimTemplates[0].metadata')).toEqual({ name: 'data', labels: { app: 'engram' } })
  expect(one.get('spec.volumeClaimTemplates[0].spec.accessModes')).toEqual(['ReadWriteOnce'])
  expect(one.get('spec.volumeClaimTemplates[0].spec.storageClassName')).toBe('fast-ssd')
  expect(quantity(one.get('spec.volumeClaimTemplates[0].spec.resources.requests.storage'))).toBe(quantity(size))
}

/** 5 s of draining in 30 s of grace, by sleeping. */
export const shutdown = (see: See, unit: string): void => {
  expect(set(see, unit).get(`${pod}.terminationGracePeriodSeconds`)).toBe(30)
  expect(set(see, unit).get(`${container}.lifecycle`)).toEqual({ preStop: { sleep: { seconds: 5 } } })
}

export const amounts = (see: See, unit: string, kind: 'requests' | 'limits', wanted: Record<string, string>): void => {
  for (const [name, amount] of Object.entries(wanted))
    expect(quantity(set(see, unit).get(`${container}.resources.${kind}.${name}`)), `${kind} ${name}`).toBe(quantity(amount))
}

export const logging = (see: See, unit: string): void => expect(variable(see, unit, 'RUST_LOG')).toBe('info')

/** Inside the cluster only. */
export const inside = (see: See, unit: string): void => {
  expect(service(see, unit).get('spec.type')).toBe('ClusterIP')
  for (const field of ['externalIPs', 'loadBalancerSourceRanges']) service(see, unit).none(`spec.${field}`)
}

export const affinity = (see: See, unit: string): void => {
  expect(service(see, unit).get('spec.sessionAffinity')).toBe('ClientIP')
  expect(service(see, unit).get('spec.sessionAffinityConfig')).toEqual({ clientIP: { timeoutSeconds: 10800 } })
}
