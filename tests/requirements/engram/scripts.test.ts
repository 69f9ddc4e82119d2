import { expect } from 'vitest'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { container, everywhere, guide, set } from './units.ts'

const library = 'scripts/lib/smoke-engram.ts'
const command = 'scripts/smoke/engram.ts'

/** What the script does is tried against a stub server in tests/engram-smoke.test.ts. */
const tried = (see: See, what: string): void => expect(see.text('tests/engram-smoke.test.ts')).toContain(what)

row('ENGRAM-14', 'a script asks the three health addresses', see => {
  for (const probe of ['startup', 'liveness', 'readiness'])
    for (const unit of everywhere) {
      const path = set(see, unit).get<string>(`${container}.${probe}Probe.httpGet.path`)
      expect(see.text(library)).toContain(`'${path}'`)
    }
  tried(see, 'not well while %s answers 503')
})

/** The goal of 10 s is what the script asserts unless told otherwise. */
const withinTen = (see: See): void => expect(see.text(command)).toMatch(/within: \{ type: 'string', default: '10' \}/)

row('ENGRAM-152', 'ready in time, and a hundred memories at once', see => {
  withinTen(see)
  expect(see.text(command)).toMatch(/\[--burst 100\]/)
  expect(see.text(library)).toMatch(/'\/api\/v1\/memories\/remember'[\s\S]*0\.9\)/)
  tried(see, 'a burst stores all')
})

/** Store, replace the pod, search, clean up. */
const survives = (see: See): void => {
  expect(see.text(library)).toMatch(/'persistent-test'[\s\S]*0\.95\)\n[\s\S]*pod\.replace\(\)[\s\S]*memories\/search\?q=[\s\S]*forget\(/)
  expect(see.text('scripts/lib/engram-pod.ts')).toMatch(/'delete', 'pod', 'engram-0'[\s\S]*'condition=Ready', '--timeout', '60s'/)
  tried(see, 'one that does not is data lost')
}

row('ENGRAM-156', 'a memory survives the pod', see => {
  survives(see)
  expect(see.section(guide, '8. Verification (5 minutes)')).toMatch(/persistent-test[\s\S]*kubectl delete pod engram-0[\s\S]*--timeout 60s/)
})

row('ENGRAM-202', 'data survives the pod', survives)

row('ENGRAM-188', 'healthy within 10 s', see => {
  withinTen(see)
  for (const unit of everywhere) {
    const [delay, period] = ['initialDelaySeconds', 'periodSeconds'].map(name =>
      set(see, unit).get<number>(`${container}.startupProbe.${name}`),
    )
    expect(Number(delay) + Number(period)).toBeLessThanOrEqual(10)
    expect([delay, period]).toEqual([5, 5])
  }
})
