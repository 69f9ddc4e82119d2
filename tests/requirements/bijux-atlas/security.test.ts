import { expect } from 'vitest'
import { containers, pods } from '../pods.ts'
import { row } from '../row.ts'
import { bounded, nonRoot, unprivileged, writable } from './pod.ts'
import { combination, container, deployment, environments, everywhere, publish } from './units.ts'

const all = [...everywhere, publish, combination('init-prewarm'), combination('canary'), combination('load-source')]

row('ATLAS-17', 'never root', see => {
  for (const unit of all) nonRoot(see, unit)
})

row('ATLAS-18', 'read-only root file system', see => {
  for (const unit of all)
    for (const [one, path] of containers(see, unit)) expect(one.get(`${path}.securityContext.readOnlyRootFilesystem`)).toBe(true)
})

row('ATLAS-19', 'no privilege escalation', see => {
  for (const unit of all)
    for (const [one, path] of containers(see, unit)) expect(one.get(`${path}.securityContext.allowPrivilegeEscalation`)).toBe(false)
})

row('ATLAS-20', 'no capabilities', see => {
  for (const unit of all) for (const [one, path] of containers(see, unit)) unprivileged(one, path)
})

row('ATLAS-21', 'what Pod Security restricted asks besides', see => {
  for (const unit of all)
    for (const [one, path] of pods(see, unit)) {
      expect(one.get(`${path}.securityContext.seccompProfile.type`)).toBe('RuntimeDefault')
      expect(one.get(`${path}.automountServiceAccountToken`)).toBe(false)
    }
  for (const unit of everywhere)
    expect(see.one(unit, 'Namespace').get('metadata.labels[pod-security.kubernetes.io/enforce]')).toBe('restricted')
})

row('ATLAS-22', 'only /cache and /tmp are written to', see => {
  for (const unit of everywhere) {
    for (const [one, path] of containers(see, unit)) writable(one, path)
    expect(writable(deployment(see, unit), container).sort()).toEqual(['/cache', '/tmp'])
  }
})

row('ATLAS-23', 'bounded emptyDirs', see => {
  for (const unit of environments) for (const [one, path] of pods(see, unit)) bounded(one, path)
})
