import { expect } from 'vitest'
import type { KubeObject } from '../../../scripts/lib/engine.ts'
import { validate } from '../../../scripts/lib/kubeconform.ts'
import { defaultDeny } from '../network.ts'
import { row } from '../row.ts'
import { readOnlyRole } from './access.ts'
import { httpsOnly } from './edge.ts'
import { logging, scraped } from './observe.ts'
import { hardened, probes } from './pod.ts'
import { disruption, rolling, targets } from './scaling.ts'
import { environments, prod, staging } from './units.ts'

row('FORMDB-01', 'the milestone', see => {
  expect(see.section('apps/formdb-http-api/README.md', 'Where it comes from')).toMatch(/M15\b[\s\S]*2026-02-05/)
})

row('FORMDB-02', 'manifests that the API server accepts', async see => {
  const objects = see.all(prod).map(object => object.whole as KubeObject)
  see.one(prod, 'Deployment').get('apiVersion')
  const built = { yaml: objects.map(object => JSON.stringify(object)).join('\n---\n'), objects, reads: [], warnings: [], ms: 0 }
  const { findings, coverage } = await validate([{ unit: { name: prod, env: 'prod', path: prod }, result: built }])
  expect(findings).toEqual([])
  expect(coverage.get(prod)?.covered).toBe(objects.length)
})

row('FORMDB-04', 'observability', see => {
  for (const check of [scraped, probes, logging]) check(see, prod)
})

row('FORMDB-05', 'security', see => {
  for (const check of [httpsOnly, readOnlyRole, defaultDeny, hardened]) check(see, prod)
})

row('FORMDB-06', 'high availability', see => {
  for (const unit of [staging, prod]) for (const check of [targets, disruption, rolling]) check(see, unit)
})

row('FORMDB-07', 'deployment by Git', see => {
  see.file('.github/workflows/deploy.yml')
  for (const unit of environments) see.file(`${unit}/kustomization.yaml`)
})
