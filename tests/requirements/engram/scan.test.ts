import { expect } from 'vitest'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'
import { container, prod, set } from './units.ts'

const workflow = '.github/workflows/scan.yaml'
const action = /^aquasecurity\/trivy-action@[0-9a-f]{40}$/

/** The inputs of the one step of a job that scans, as the check reads them. */
const scan = (from: Seen, job: string): ((input: string) => string) => {
  const steps = from.some<{ uses?: string }[]>(`jobs.${job}.steps`)
  const at = steps.findIndex(({ uses }) => action.test(uses ?? ''))
  expect(from.get(`jobs.${job}.steps[${at}].uses`)).toMatch(action)
  return input => from.get(`jobs.${job}.steps[${at}].with.${input}`)
}

/** Every image that prod renders is scanned, nightly and with each change, and a finding fails the job. */
const scanned = (see: See): ((input: string) => string) => {
  const from = see.yaml(workflow)
  for (const event of ['pull_request', 'push', 'schedule']) expect(Object.keys(from.some<object>('on'))).toContain(event)
  expect(from.get('jobs.images.steps[3].run')).toMatch(/node scripts\/images\.ts prod --json/)
  expect(from.get('jobs.image.strategy.matrix.image')).toMatch(/^\$\{\{ fromJSON\(needs\.images\.outputs\.prod\) \}\}$/)
  const inputs = scan(from, 'image')
  expect(inputs('image-ref')).toMatch(/^\$\{\{ matrix\.image \}\}$/)
  expect(inputs('severity')).toBe('HIGH,CRITICAL')
  expect(inputs('exit-code')).toBe('1')
  expect(set(see, prod).get(`${container}.image`)).toMatch(/^engram\/engram:0\.1\.0/)
  return inputs
}

row('ENGRAM-38', 'images are scanned', see => void scanned(see))

row('ENGRAM-147', 'the image is scanned', see => void scanned(see))

row('ENGRAM-189', 'no HIGH or CRITICAL vulnerability', see => {
  scanned(see)
  expect(see.yaml('.trivyignore.yaml').get('vulnerabilities')).toEqual([])
})

row('ENGRAM-224', 'no secrets', see => {
  const from = see.yaml(workflow)
  const repository = scan(from, 'repository')
  expect(['scan-type', 'scan-ref', 'scanners', 'exit-code'].map(repository)).toEqual(['fs', '.', 'secret', '1'])
  expect(scanned(see)('scanners')).toBe('vuln,secret')
})

row('ENGRAM-230', 'scanning is part of CI', see => {
  scanned(see)
  const last = see.yaml(workflow)
  expect(last.get('jobs.scanned.needs')).toEqual(['image', 'repository'])
  expect(last.get('jobs.scanned.steps[0].run')).toBe(`test "$RESULTS" = 'success success'`)
})
