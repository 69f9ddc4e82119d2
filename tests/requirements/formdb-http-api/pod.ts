import { expect } from 'vitest'
import { containers, pods, portNumber } from '../pods.ts'
import { quantity } from '../quantity.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'
import { claim, config, container, deployment, pod } from './units.ts'

const probe = (see: See, unit: string, name: string, path: string): Seen => {
  const one = deployment(see, unit)
  expect(one.get(`${container}.${name}.httpGet.path`)).toBe(path)
  expect(portNumber(one, one.get(`${container}.${name}.httpGet.port`))).toBe(4000)
  return one
}

export const liveness = (see: See, unit: string): void => {
  probe(see, unit, 'livenessProbe', '/api/v1/health')
}

export const readiness = (see: See, unit: string): void => {
  probe(see, unit, 'readinessProbe', '/api/v1/ready')
}

/** A slow start may take a minute. */
export const startup = (see: See, unit: string): void => {
  const one = probe(see, unit, 'startupProbe', '/api/v1/health')
  const [period, failures] = ['periodSeconds', 'failureThreshold'].map(field => one.get<number>(`${container}.startupProbe.${field}`))
  expect(Number(period) * Number(failures)).toBe(60)
}

export const probes = (see: See, unit: string): void => {
  liveness(see, unit)
  readiness(see, unit)
  startup(see, unit)
}

/** The application is user 1000; nothing is root, and no container says otherwise. */
export const nonRoot = (see: See, unit: string): void => {
  for (const [one, path] of pods(see, unit)) expect(one.get(`${path}.securityContext.runAsNonRoot`)).toBe(true)
  expect(deployment(see, unit).get(`${pod}.securityContext.runAsUser`)).toBe(1000)
  expect(deployment(see, unit).get(`${pod}.securityContext.fsGroup`)).toBe(1000)
  deployment(see, unit).none(`${pod}.initContainers`)
  for (const [one, path] of containers(see, unit))
    for (const field of ['runAsNonRoot', 'runAsUser']) one.none(`${path}.securityContext.${field}`)
}

export const readOnlyRoot = (see: See, unit: string): void => {
  for (const [one, path] of containers(see, unit)) expect(one.get(`${path}.securityContext.readOnlyRootFilesystem`)).toBe(true)
  const one = deployment(see, unit)
  const volume = one.get<string>(`${container}.volumeMounts[mountPath=/tmp].name`)
  one.some(`${pod}.volumes[name=${volume}].emptyDir`)
}

export const unprivileged = (see: See, unit: string): void => {
  for (const [one, path] of containers(see, unit)) {
    expect(one.get(`${path}.securityContext.allowPrivilegeEscalation`)).toBe(false)
    one.none(`${path}.securityContext.privileged`)
  }
}

export const noCapabilities = (see: See, unit: string): void => {
  for (const [one, path] of containers(see, unit)) {
    expect(one.get(`${path}.securityContext.capabilities.drop`)).toEqual(['ALL'])
    one.none(`${path}.securityContext.capabilities.add`)
  }
}

export const seccomp = (see: See, unit: string): void => {
  for (const [one, path] of pods(see, unit)) expect(one.get(`${path}.securityContext.seccompProfile.type`)).toBe('RuntimeDefault')
}

export const hardened = (see: See, unit: string): void => {
  for (const check of [nonRoot, readOnlyRoot, unprivileged, noCapabilities, seccomp]) check(see, unit)
}

/** 15 s of draining and what the application takes itself, both inside the 30 s of grace. */
export const gracefulShutdown = (see: See, unit: string): void => {
  const one = deployment(see, unit)
  const grace = one.get<number>(`${pod}.terminationGracePeriodSeconds`)
  const drain = one.get<number>(`${container}.lifecycle.preStop.sleep.seconds`)
  expect([grace, drain]).toEqual([30, 15])
  expect(drain + Number(config(see, unit).get('data.SHUTDOWN_GRACE_PERIOD_MS')) / 1000).toBeLessThanOrEqual(grace)
}

type Amounts = { cpu: number; memory: string }

export const resources = (see: See, unit: string, kind: 'requests' | 'limits', amounts: Amounts): void => {
  const one = deployment(see, unit)
  expect(quantity(one.get(`${container}.resources.${kind}.cpu`))).toBe(amounts.cpu)
  expect(quantity(one.get(`${container}.resources.${kind}.memory`))).toBe(quantity(amounts.memory))
}

/** 100Gi on the fast class. A volume for one node (ReadWriteOnce) only where there can be only one pod, or in the base, which nobody deploys. */
export const storage = (see: See, unit: string, mode: 'ReadWriteOnce' | 'ReadWriteMany'): void => {
  const one = claim(see, unit)
  expect(quantity(one.get('spec.resources.requests.storage'))).toBe(quantity('100Gi'))
  expect(one.get('spec.accessModes')).toEqual([mode])
  expect(one.get('spec.storageClassName')).toBe(mode === 'ReadWriteMany' ? 'fast-ssd-rwx' : 'fast-ssd')
  expect(deployment(see, unit).get(`${pod}.volumes[name=data].persistentVolumeClaim.claimName`)).toBe(one.get('metadata.name'))
}
