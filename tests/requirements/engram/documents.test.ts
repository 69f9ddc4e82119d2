import { spawnSync } from 'node:child_process'
import { expect } from 'vitest'
import { bodyBelow, cells } from '../markdown.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { guide, readme, tuning } from './units.ts'

const whole = 'Engram: from nothing to running'
const sections = [
  '1. Prerequisites (5 minutes)',
  '2. Docker (5 minutes)',
  '3. Compose (5 minutes)',
  '4. Kubernetes (10 minutes)',
  '5. Kustomize overlay, instead of Helm (10 minutes)',
  '6. Bare metal (no budget)',
  '7. Configuration (5 minutes)',
  '8. Verification (5 minutes)',
  '9. Troubleshooting (no budget)',
  '10. Next steps (no budget)',
]

/** A section of the guide speaks of all of this. */
const speaks = (see: See, number: number, ...topics: RegExp[]): void => {
  const text = see.section(guide, sections[number - 1] as string)
  for (const topic of topics) expect(text).toMatch(topic)
}

row('ENGRAM-166', 'context, action, verification', see => {
  const found = see.section(guide, whole).match(/^### .*$/gm)
  expect(found).toEqual(sections.map(section => `### ${section}`))
  for (const at of sections.keys()) speaks(see, at + 1, /^Context: /m, /(^|\. |: )Action: /m, /(^|\. )Verification: ?/m)
})

row('ENGRAM-167', 'prerequisites', see =>
  speaks(see, 1, /Docker 24\+/, /Kubernetes 1\.28\+/, /1\.34/, /2 CPUs and 4GB RAM/, /network access/),
)

row('ENGRAM-168', 'Docker', see =>
  speaks(see, 2, /Build from source/, /Pull from a registry/, /volumes and environment/, /[Vv]erify its health/),
)

row('ENGRAM-169', 'Compose', see => speaks(see, 3, /overview/, /launch/, /verify all services/, /[Aa]ccess monitoring/))

row('ENGRAM-170', 'Kubernetes', see =>
  speaks(see, 4, /prerequisites/, /apply manifests through Argo CD/, /pod's status/, /port-forward/, /LoadBalancer/),
)

row('ENGRAM-171', 'overlays', see => speaks(see, 5, /no Helm repository/, /Custom values/, /every Helm value/, /upgrade/, /verify with/))

row('ENGRAM-172', 'bare metal', see => speaks(see, 6, /build the binary/, /systemd/, /configuration/, /\]\(https:\/\//))

row('ENGRAM-173', 'configuration', see => speaks(see, 7, /Data dir/, /Ports/, /Resource limits/, /Logging/))

row('ENGRAM-174', 'verification', see =>
  speaks(see, 8, /[Hh]ealth endpoints/, /curl [^\n]*\n?[^\n]*memories\/remember/, /curl [^\n]*memories\/search\?q=/, /logs engram-0/),
)

/** The issues that the guide knows. */
const issues = (see: See): string[] => see.section(guide, sections[8] as string).match(/^#### .*$/gm) ?? []

row('ENGRAM-175', 'troubleshooting', see => {
  expect(issues(see).join('\n')).toMatch(/container won't start[\s\S]*health check is failing[\s\S]*Port conflicts[\s\S]*Permission errors/)
})

row('ENGRAM-220', 'ten issues', see => {
  expect(issues(see).length).toBeGreaterThanOrEqual(10)
})

row('ENGRAM-176', 'next steps', see => {
  const links = ['monitoring.md', 'disaster-recovery.md', 'performance-tuning.md']
  speaks(see, 10, ...links.map(link => new RegExp(`\\]\\(${link}\\)`)))
  for (const link of links) see.file(`docs/operations/${link}`)
})

/** The minutes of a way through the guide, as its headings give them. */
const minutes = (see: See, ...numbers: number[]): number => {
  const budgets = numbers.map(number => /\((\d+) minutes\)/.exec(sections[number - 1] as string)?.[1])
  for (const number of numbers) see.heading(guide, sections[number - 1] as string)
  return budgets.reduce((sum, budget) => sum + Number(budget), 0)
}

row('ENGRAM-217', 'Docker in ten minutes', see => {
  expect(see.section(guide, whole)).toMatch(/Docker in 10 \(§1 2 min, §2 or §3 5 min, §8 3 min\)/)
})

row('ENGRAM-218', 'Kubernetes in twenty minutes', see => {
  expect(minutes(see, 1, 4, 8)).toBeLessThanOrEqual(20)
})

const documents = [guide, readme, tuning, 'apps/engram/local/README.md', 'docs/operations/security-hardening.md']

row('ENGRAM-219', 'commands that can be copied', see => {
  for (const document of documents.slice(0, 4)) {
    const text = see.text(document)
    const own = document === guide ? bodyBelow(text, whole) : text
    const blocks = [...(own ?? '').matchAll(/^\x60\x60\x60sh\n([\s\S]*?)^\x60\x60\x60$/gm)].map(([, block]) => block as string)
    expect(blocks.length, document).toBeGreaterThan(document === readme ? -1 : 0)
    expect(own).toMatch(/Engram/)
    for (const block of blocks) {
      expect(block).not.toMatch(/<[a-z][a-z -]*>/)
      expect(spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' }).stderr).toBe('')
    }
  }
})

row('ENGRAM-206', 'every value has a test', see => {
  const [, ...values] = cells(see.section(readme, 'Helm values and where they are here'))
  expect(values.length).toBeGreaterThan(30)
  for (const [value, , test] of values) expect(test, value).toMatch(/^ENGRAM-\d+$/)
  for (const [, , test] of values) expect(see.text('docs/requirements/engram.md')).toContain(`| ${test} |`)
})

row('ENGRAM-221', 'performance tuning', see => see.heading(tuning, 'Engram'))

row('ENGRAM-222', 'security hardening', see => {
  expect(see.section('docs/operations/security-hardening.md', 'Engram').match(/^- \[ \] /gm)?.length).toBeGreaterThanOrEqual(10)
})

row('ENGRAM-223', 'monitoring', see => {
  expect(see.section('docs/operations/monitoring.md', 'Engram')).toMatch(
    /Context:[\s\S]*ServiceMonitor[\s\S]*dashboard[\s\S]*Action:[\s\S]*Verification:/,
  )
})

row('ENGRAM-198', 'running within 20 s', see => {
  expect(see.section(readme, 'Probes')).toMatch(/Running within 20 s/)
})
