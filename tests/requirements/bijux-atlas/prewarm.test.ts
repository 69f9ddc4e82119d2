import { expect } from 'vitest'
import { row } from '../row.ts'
import type { Seen } from '../seen.ts'
import { has, unprivileged, variables, writable } from './pod.ts'
import {
  base,
  combination,
  combinations,
  config,
  container,
  deployment,
  dev,
  everywhere,
  offline,
  pod,
  prod,
  readme,
  staging,
} from './units.ts'

const warm = combination('init-prewarm')
const init = `${pod}.initContainers[name=prewarm-pinned-datasets]`

row('ATLAS-40', 'prewarm only where the component is', see => {
  for (const unit of [base, dev, staging, prod]) deployment(see, unit).none(`${pod}.initContainers`)
  for (const unit of [warm, offline]) {
    expect(deployment(see, unit).some(`${pod}.initContainers`)).toHaveLength(1)
    expect(deployment(see, unit).get(`${pod}.initContainers[0].name`)).toMatch(/^prewarm-(pinned-datasets|from-source)$/)
  }
})

row('ATLAS-41', 'the datasets are configuration', see => {
  for (const unit of everywhere) expect(config(see, unit).get('data.ATLAS_PINNED_DATASETS')).toBe('')
  expect(config(see, warm).get('data.ATLAS_PINNED_DATASETS')).toMatch(/^\d+\/[a-z_]+\/[A-Za-z0-9]+$/)
  const one = deployment(see, warm)
  expect(one.get(`${init}.command`)).toEqual(['/app/bijux-atlas', 'atlas', 'smoke', '--dataset', '$(ATLAS_PINNED_DATASETS)'])
  expect(one.get(`${init}.envFrom`)).toEqual([{ configMapRef: { name: config(see, warm).get('metadata.name') } }])
  // Nowhere may the component be on and the list empty.
  for (const unit of [...everywhere, ...combinations])
    for (const kind of ['Deployment', 'Rollout'])
      for (const workload of see.all(unit, kind))
        if (has(workload, init)) expect(config(see, unit).get('data.ATLAS_PINNED_DATASETS')).toMatch(/^\d+\/[a-z_]+\/[A-Za-z0-9]+$/)
})

const keys = (one: Seen, path: string): string[] =>
  variables(one, path).map((name, at) => (at === 0 ? name : `${name} ${one.get(`${path}.env[${at}].valueFrom.secretKeyRef.key`)}`))

row('ATLAS-42', 'before the server, and with what it has', see => {
  const one = deployment(see, warm)
  expect(one.get(`${init}.volumeMounts[mountPath=/cache].name`)).toBe(one.get(`${container}.volumeMounts[mountPath=/cache].name`))
  expect(writable(one, init).sort()).toEqual(['/cache', '/tmp'])
  unprivileged(one, init)
  expect(one.get(`${init}.resources`)).toEqual(one.get(`${container}.resources`))
  expect(one.get(`${init}.envFrom`)).toEqual(one.get(`${container}.envFrom`))
  expect(keys(one, init)).toEqual(keys(one, container))
  expect(see.section(readme, 'Init prewarm')).toMatch(/before the server starts[\s\S]*first requests/)
})
