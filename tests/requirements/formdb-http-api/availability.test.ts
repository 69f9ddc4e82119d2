import { expect } from 'vitest'
import { row } from '../row.ts'
import { gracefulShutdown } from './pod.ts'
import { disruption, disruptionOfOne, replicas, rolling, scaleDown, scaleUp, targets } from './scaling.ts'
import { base, container, deployment, dev, everywhere, offline, prod, scaler, staging } from './units.ts'

row('FORMDB-81', 'replication', see => {
  for (const unit of [base, staging]) replicas(see, unit, 3, 10)
  for (const unit of [prod, offline]) replicas(see, unit, 5, 10)
})

row('FORMDB-82', 'autoscaling targets', see => {
  for (const unit of everywhere) targets(see, unit)
})

row('FORMDB-83', 'scaling up', see => {
  for (const unit of everywhere) scaleUp(see, unit)
})

row('FORMDB-84', 'scaling down', see => {
  for (const unit of everywhere) scaleDown(see, unit)
})

row('FORMDB-85', 'disruption budget', see => {
  for (const unit of [base, staging, prod, offline]) disruption(see, unit)
  disruptionOfOne(see, dev)
})

row('FORMDB-86', 'no downtime while rolling', see => {
  for (const unit of [base, staging, prod, offline]) {
    rolling(see, unit)
    gracefulShutdown(see, unit)
  }
  // A volume of one node can't follow a second pod, so dev replaces its only one.
  expect(scaler(see, dev).get('spec.maxReplicas')).toBe(1)
  expect(deployment(see, dev).get('spec.strategy.rollingUpdate')).toEqual({ maxSurge: 0, maxUnavailable: 1 })
})

row('FORMDB-87', 'draining before the stop', see => {
  for (const unit of everywhere) expect(deployment(see, unit).get(`${container}.lifecycle.preStop`)).toEqual({ sleep: { seconds: 15 } })
})

row('FORMDB-88', 'grace period', see => {
  for (const unit of everywhere) gracefulShutdown(see, unit)
})

row('FORMDB-89', 'graceful shutdown of the application', see => {
  expect(see.section('apps/formdb-http-api/README.md', 'Probes')).toContain('FormdbHttp.GracefulShutdown')
})
