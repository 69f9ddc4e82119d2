import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { quantity } from '../quantity.ts'
import type { See } from '../see.ts'
import { resources } from './service.ts'
import { scaler, services, workload } from './units.ts'

const goal = 20_000
const document = 'docs/operations/capacity.md'

/**
 * 20,000 operations a second in an environment: for each service, the autoscaler's maximum times what the document assumes of a pod is
 * no less than its share. The tables are computed again from what is rendered. Source: TARTWARE-01.
 */
export const capacity = (see: See, env: string): void => {
  const rows = cells(see.section(document, 'Tartware'))
  const at = (service: string, columns: number): string[] => rows.find(row => row[0] === service && row.length === columns) ?? []
  const shares = services.map(service => {
    const [, share = '', , assumed = ''] = at(service, 6)
    const most = scaler(see, env, service).get<number>('spec.maxReplicas')
    const needed = (goal * Number(share.replace(' %', ''))) / 100
    const together = most * Number(assumed)
    expect(at(service, 6), service).toEqual([service, share, `${most}`, assumed, `${together}`, `${needed}`])
    expect(together).toBeGreaterThanOrEqual(needed)
    // Half of what a pod can: others are added while it still has room.
    const target = scaler(see, env, service).get('spec.metrics[1].pods.target.averageValue')
    expect(quantity(target)).toBe(Number(assumed) / 2)
    return needed
  })
  // All operations pass the first, and end in one of the others.
  expect(shares[0]).toBe(goal)
  expect(shares.slice(1).reduce((sum, share) => sum + share, 0)).toBe(goal)
  for (const service of services) {
    const [least, most] = ['spec.minReplicas', 'spec.maxReplicas'].map(field => scaler(see, env, service).get<number>(field)) as [
      number,
      number,
    ]
    const [cpu, memory] = resources(workload(see, env, service), 'requests') as [number, number]
    const gi = memory / 2 ** 30
    expect(at(service, 4)).toEqual([service, `${least} to ${most}`, `${least * cpu} to ${most * cpu}`, `${least * gi}Gi to ${most * gi}Gi`])
  }
}
