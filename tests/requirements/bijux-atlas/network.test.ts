import { expect } from 'vitest'
import { allowed, defaultDeny, nobodyInParticular } from '../network.ts'
import { row } from '../row.ts'
import { blocks, dns, letIn, letOut } from './network.ts'
import { base, combination, config, deployment, environment, everywhere, offline, withStore } from './units.ts'

row('ATLAS-24', 'no way out but those that are named', see => {
  for (const unit of everywhere) {
    defaultDeny(see, unit)
    letOut(see, unit)
  }
})

row('ATLAS-25', 'DNS where it may be asked', see => {
  const asked = (unit: string): string[] => allowed(see, unit, deployment(see, unit), 'Egress').filter(line => /> 53\//.test(line))
  for (const unit of [base, ...withStore]) {
    expect(asked(unit)).toEqual(dns)
    letOut(see, unit)
  }
  expect(asked(offline)).toEqual([])
  defaultDeny(see, offline)
})

row('ATLAS-26', 'the addresses of the store', see => {
  const all = withStore.flatMap(unit => {
    letOut(see, unit)
    expect(new URL(environment(see, unit).get('data.bijux-atlas-store-url')).protocol).toBe('https:')
    expect(config(see, unit).get('data.ATLAS_STORE_S3_BASE_URL')).toBe(environment(see, unit).get('data.bijux-atlas-store-url'))
    return blocks(see, unit)
  })
  for (const block of all) expect(Number(block.split('/')[1])).toBeGreaterThanOrEqual(16)
  expect(new Set(all).size).toBe(all.length)
})

row('ATLAS-27', 'no broad way out', see => {
  for (const unit of everywhere) {
    nobodyInParticular(see, unit, deployment(see, unit))
    letOut(see, unit)
  }
  // Without an overlay's addresses the policy for the store opens nothing.
  for (const unit of ['init-prewarm', 'upstream-compat'].map(combination))
    expect(allowed(see, unit, deployment(see, unit), 'Egress')).toEqual(dns)
})

row('ATLAS-28', 'who may call', see => {
  for (const unit of everywhere) {
    letIn(see, unit)
    const one = see.one(unit, 'NetworkPolicy', 'bijux-atlas')
    expect([...one.get<string[]>('spec.policyTypes')].sort()).toEqual(['Egress', 'Ingress'])
  }
})
