import { expect } from 'vitest'
import { quantity } from '../quantity.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

const path = 'spec.jobTemplate.spec.template.spec'

/** The nightly copy: when, how long it is kept, and where. */
export const backup = (see: See, unit: string): Seen => {
  const job = see.one(unit, 'CronJob', 'engram-backup')
  expect([job.get('spec.schedule'), job.get('spec.timeZone')]).toEqual(['0 2 * * *', 'Etc/UTC'])
  expect(job.get('spec.concurrencyPolicy')).toBe('Forbid')
  expect(job.get(`${path}.containers[0].env[name=RETENTION_DAYS].value`)).toBe('7')
  const claim = see.one(unit, 'PersistentVolumeClaim', 'engram-backup')
  expect(claim.get('spec.storageClassName')).toBe('slow-disk')
  expect(quantity(claim.get('spec.resources.requests.storage'))).toBe(quantity('50Gi'))
  expect(claim.get('spec.accessModes')).toEqual(['ReadWriteMany'])
  expect(job.get(`${path}.volumes[name=backup].persistentVolumeClaim.claimName`)).toBe(claim.get('metadata.name'))
  return job
}

/** It runs where the volume is attached, mounts it read-only, and is nobody's endpoint. */
export const besideTheServer = (see: See, unit: string): void => {
  const job = backup(see, unit)
  expect(job.get(`${path}.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution`)).toEqual([
    { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'engram' } } },
  ])
  expect(job.get(`${path}.volumes[name=data]`)).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'data-engram-0' } })
  expect(job.get(`${path}.containers[0].volumeMounts[name=data]`)).toEqual({ name: 'data', mountPath: '/data', readOnly: true })
  job.none('spec.jobTemplate.spec.template.metadata.labels.app')
}
