import { expect } from 'vitest'
import { quantity } from '../quantity.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'
import { shutdown } from './pod.ts'
import { container, prod, set } from './units.ts'

export const localReadme = 'apps/engram/local/README.md'

export const compose = (see: See): Seen => see.yaml('apps/engram/local/compose.yaml')

/** A field of the service `engram`, which the check asserts. */
export const engram = (see: See, field: string): unknown => compose(see).get(`services.engram.${field}`)

/** The data without a copy of the image's, the configuration read-only. */
export const volumes = (see: See): void =>
  expect(engram(see, 'volumes')).toEqual([
    { type: 'volume', source: 'engram-data', target: '/data', volume: { nocopy: true } },
    { type: 'bind', source: './config', target: '/config', read_only: true },
  ])

/** As the pod's, but in Docker's words: 4G there is 4Gi here. */
export const resources = (see: See): void => {
  const amount = (kind: string, what: string): number =>
    quantity(String(engram(see, `deploy.resources.${kind}.${what}`)).replace(/G$/, 'Gi'))
  for (const [kind, same] of Object.entries({ limits: 'limits', reservations: 'requests' })) {
    expect(amount(kind, 'cpus')).toBe(quantity(set(see, prod).get(`${container}.resources.${same}.cpu`)))
    expect(amount(kind, 'memory')).toBe(quantity(set(see, prod).get(`${container}.resources.${same}.memory`)))
  }
  expect(amount('limits', 'cpus')).toBe(2)
}

export const health = {
  test: ['CMD', '/usr/local/bin/engram', 'status', '--json'],
  interval: '30s',
  timeout: '3s',
  start_period: '10s',
  retries: 3,
}

export const stop = (see: See): void => {
  expect([engram(see, 'stop_signal'), engram(see, 'stop_grace_period')]).toEqual(['SIGTERM', '30s'])
  shutdown(see, prod)
}
