import { expect } from 'vitest'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { claim, containerContext, mounts, podContext, temporary } from './pod.ts'
import { base, config, environments, everywhere, pod, set } from './units.ts'

row('ENGRAM-85', 'mounts', see => {
  for (const unit of everywhere) mounts(see, unit)
})

row('ENGRAM-86', 'security context of the container', see => {
  for (const unit of everywhere) containerContext(see, unit)
})

row('ENGRAM-87', 'volume of the configuration', see => {
  for (const unit of everywhere) {
    const name = config(see, unit).get('metadata.name')
    expect(set(see, unit).get(`${pod}.volumes[name=config]`)).toEqual({ name: 'config', configMap: { name, defaultMode: 0o444 } })
  }
})

row('ENGRAM-88', 'temporary volume', see => {
  for (const unit of everywhere) temporary(see, unit)
})

/** A ServiceAccount of its own, with no token, no role, and no annotation. */
const account = (see: See, unit: string): void => {
  const one = see.one(unit, 'ServiceAccount', 'engram')
  expect(set(see, unit).get(`${pod}.serviceAccountName`)).toBe(one.get('metadata.name'))
  expect([one.get('automountServiceAccountToken'), set(see, unit).get(`${pod}.automountServiceAccountToken`)]).toEqual([false, false])
  one.none('metadata.annotations')
  for (const kind of ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']) see.none(unit, kind)
}

row('ENGRAM-89', 'the ServiceAccount', see => {
  for (const unit of everywhere) account(see, unit)
})

row('ENGRAM-90', 'grace period', see => {
  for (const unit of everywhere) expect(set(see, unit).get(`${pod}.terminationGracePeriodSeconds`)).toBe(30)
})

row('ENGRAM-91', 'DNS', see => {
  for (const unit of everywhere) {
    expect(set(see, unit).get(`${pod}.dnsPolicy`)).toBe('ClusterFirst')
    expect(set(see, unit).get(`${pod}.dnsConfig`)).toEqual({ options: [{ name: 'ndots', value: '2' }] })
  }
})

row('ENGRAM-92', 'the claim template', see => {
  for (const unit of everywhere) claim(see, unit)
})

row('ENGRAM-111', 'a ServiceAccount is made', see => {
  for (const unit of everywhere) account(see, unit)
})

row('ENGRAM-112', 'context of the pod', see => {
  for (const unit of everywhere) podContext(see, unit)
})

row('ENGRAM-113', 'context of the container', see => {
  for (const unit of everywhere) containerContext(see, unit)
})

row('ENGRAM-121', 'the volume', see => {
  for (const unit of everywhere) claim(see, unit)
})

row('ENGRAM-200', 'the volume is writable', see => {
  for (const unit of everywhere) {
    mounts(see, unit)
    expect(set(see, unit).get(`${pod}.securityContext.fsGroup`)).toBe(65534)
  }
})

row('ENGRAM-229', 'no rights', see => {
  for (const unit of [base, ...environments]) account(see, unit)
})
