import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { defaultDeny } from '../network.ts'
import { installed } from '../platform.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { readiness } from './documents.ts'
import { letIn } from './network.ts'
import { dashboard } from './observe.ts'
import { beside, claim, environments } from './units.ts'

/** An item of a readiness checklist, with where it comes from and how to verify it. */
const listed = (see: See, section: string, item: RegExp): void => {
  const rows = cells(see.section(readiness, section)).filter(([text]) => item.test(text as string))
  expect(rows).toHaveLength(1)
  for (const cell of rows.flat()) expect(cell).not.toBe('')
}

row('FORMDB-104', 'a cluster', see => {
  listed(see, 'Cluster', /^cluster of Kubernetes/)
})

row('FORMDB-105', 'ingress controller', see => {
  installed(see, 'ingress-nginx', 'ingress-nginx')
  listed(see, 'Cluster', /ingress controller/)
})

row('FORMDB-106', 'cert-manager', see => {
  installed(see, 'cert-manager', 'cert-manager')
  listed(see, 'Cluster', /cert-manager/)
})

row('FORMDB-107', 'metrics server', see => {
  installed(see, 'metrics-server', 'kube-system')
  listed(see, 'Cluster', /metrics server/)
})

row('FORMDB-108', 'Prometheus operator', see => {
  installed(see, 'kube-prometheus-stack', 'observability')
  listed(see, 'Cluster', /Prometheus operator/)
})

row('FORMDB-109', 'storage classes', see => {
  for (const unit of environments) {
    const classes = see.one(beside(unit, 'cluster-storage'), 'StorageClass', claim(see, unit).get<string>('spec.storageClassName'))
    expect(classes.get('metadata.name')).toMatch(/^fast-ssd(-rwx)?$/)
    see.one(beside(unit, 'cluster-storage'), 'StorageClass', 'fast-ssd').some('provisioner')
  }
})

row('FORMDB-111', 'this repository is tested', see => {
  listed(see, 'Application', /this repository's checks pass/)
})

row('FORMDB-119', 'network policies are enforced', see => {
  for (const unit of environments) {
    letIn(see, unit)
    defaultDeny(see, unit)
  }
  listed(see, 'Cluster', /NetworkPolicies are enforced/)
})

row('FORMDB-124', 'dashboard', see => {
  for (const unit of environments) expect(dashboard(see, unit).length).toBeGreaterThan(0)
})
