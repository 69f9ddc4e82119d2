import { expect } from 'vitest'
import type { See } from '../see.ts'
import { deployment, scaler } from './units.ts'

/** How many pods there are is the autoscaler's to say; a number in the Deployment would be fought over. */
export const replicas = (see: See, unit: string, least: number, most: number): void => {
  const one = scaler(see, unit)
  expect(one.get('spec.minReplicas')).toBe(least)
  expect(one.get('spec.maxReplicas')).toBe(most)
  expect(one.get('spec.scaleTargetRef.kind')).toBe('Deployment')
  const target = deployment(see, unit)
  expect(one.get('spec.scaleTargetRef.name')).toBe(target.get('metadata.name'))
  target.none('spec.replicas')
}

type Metric = { type: string; resource: { name: string; target: { type: string; averageUtilization: number } } }

export const targets = (see: See, unit: string): void => {
  const metrics = scaler(see, unit).get<Metric[]>('spec.metrics')
  expect(metrics.map(one => [one.type, one.resource.name, one.resource.target.type, one.resource.target.averageUtilization])).toEqual([
    ['Resource', 'cpu', 'Utilization', 70],
    ['Resource', 'memory', 'Utilization', 80],
  ])
}

/** Double, or two more, whichever is more, at once and every 30 s. */
export const scaleUp = (see: See, unit: string): void => {
  expect(scaler(see, unit).get('spec.behavior.scaleUp')).toEqual({
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: expect.arrayContaining([
      { type: 'Percent', value: 100, periodSeconds: 30 },
      { type: 'Pods', value: 2, periodSeconds: 30 },
    ]),
  })
}

/** Half, or one less, whichever is less, after 5 minutes. */
export const scaleDown = (see: See, unit: string): void => {
  expect(scaler(see, unit).get('spec.behavior.scaleDown')).toEqual({
    stabilizationWindowSeconds: 300,
    selectPolicy: 'Min',
    policies: expect.arrayContaining([
      { type: 'Percent', value: 50, periodSeconds: 60 },
      { type: 'Pods', value: 1, periodSeconds: 60 },
    ]),
  })
}

/** Two pods stay through a drain, and one of the smallest set can always go. */
export const disruption = (see: See, unit: string): void => {
  const budget = see.one(unit, 'PodDisruptionBudget')
  expect(budget.get('spec.minAvailable')).toBe(2)
  expect(scaler(see, unit).get<number>('spec.minReplicas')).toBeGreaterThan(2)
  expect(budget.get('spec.selector.matchLabels')).toEqual(deployment(see, unit).get('spec.selector.matchLabels'))
}

/** dev's single pod: a budget that still lets a node drain. */
export const disruptionOfOne = (see: See, unit: string): void => {
  const budget = see.one(unit, 'PodDisruptionBudget')
  expect(budget.get('spec.maxUnavailable')).toBe(1)
  budget.none('spec.minAvailable')
}

export const rolling = (see: See, unit: string): void => {
  const one = deployment(see, unit)
  expect(one.get('spec.strategy')).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } })
}
