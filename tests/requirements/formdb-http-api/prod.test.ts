import { expect } from 'vitest'
import { quantity } from '../quantity.ts'
import { row } from '../row.ts'
import { limits, route } from './edge.ts'
import { resources } from './pod.ts'
import { replicas } from './scaling.ts'
import { container, deployment, offline, prod } from './units.ts'

row('FORMDB-41', 'the production overlay', see => {
  see.file('overlays/prod/formdb-http-api/kustomization.yaml')
  expect(see.section('apps/formdb-http-api/README.md', 'Where the original files went')).toMatch(
    /`k8s\/overlays\/production\/` \| `overlays\/prod\/formdb-http-api\/`/,
  )
})

row('FORMDB-42', 'five replicas', see => {
  for (const unit of [prod, offline]) replicas(see, unit, 5, 10)
})

row('FORMDB-43', 'higher limits', see => {
  for (const unit of [prod, offline]) {
    resources(see, unit, 'limits', { cpu: 4, memory: '4Gi' })
    resources(see, unit, 'requests', { cpu: 1, memory: '1Gi' })
    expect(quantity(deployment(see, unit).get(`${container}.resources.requests.cpu`))).toBeGreaterThanOrEqual(quantity('500m'))
  }
})

row('FORMDB-44', 'the domain', see => {
  route(see, prod, 'api.formdb.io')
})

row('FORMDB-45', 'rate limits in prod', see => {
  for (const unit of [prod, offline]) limits(see, unit, '500', '200')
})
