import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import { claim } from './pod.ts'
import { base, config, environments, everywhere, guide, headless, readme, service, set } from './units.ts'

row('ENGRAM-16', 'the local stack', see => {
  see.yaml('apps/engram/local/compose.yaml').some('services.engram')
  see.file('apps/engram/local/compose.yaml')
})

row('ENGRAM-18', 'a StatefulSet and no Deployment', see => {
  for (const unit of everywhere) {
    set(see, unit)
    for (const kind of ['Deployment', 'Rollout', 'DaemonSet']) see.none(unit, kind)
  }
})

row('ENGRAM-19', 'two Services', see => {
  for (const unit of everywhere) {
    expect(see.all(unit, 'Service')).toHaveLength(2)
    service(see, unit)
    headless(see, unit)
  }
})

row('ENGRAM-20', 'a ConfigMap', see => {
  for (const unit of everywhere) config(see, unit)
})

const example = `${base}/externalsecret.yaml.example`

row('ENGRAM-21', 'an example of a secret', see => {
  const one = see.yaml(example)
  expect(one.get('kind')).toBe('ExternalSecret')
  expect(one.get('spec.data')).toEqual([
    { secretKey: 'NAME_OF_THE_KEY', remoteRef: { key: 'environment/engram', property: 'NAME_OF_THE_KEY' } },
  ])
  for (const file of see.files('apps/engram').filter(path => path.endsWith('kustomization.yaml'))) see.lacks(file, '.example')
  for (const unit of everywhere) for (const kind of ['Secret', 'ExternalSecret']) see.none(unit, kind)
})

row('ENGRAM-22', 'the claim comes from the template', see => {
  for (const unit of everywhere) {
    claim(see, unit)
    for (const one of see.all(unit, 'PersistentVolumeClaim')) expect(one.some('metadata.name')).toBe('engram-backup')
  }
})

const keys = (
  'global statefulset image serviceAccount podSecurityContext securityContext service ingress resources autoscaling persistence ' +
  'startupProbe livenessProbe readinessProbe nodeSelector tolerations affinity priorityClassName topologySpreadConstraints config ' +
  'mimalloc env extraVolumes extraVolumeMounts monitoring backup networkPolicy podDisruptionBudget extraManifests nameOverride ' +
  'fullnameOverride podAnnotations'
).split(' ')

row('ENGRAM-23', 'every Helm value has a place', see => {
  const values = cells(see.section(readme, 'Helm values and where they are here')).map(([value]) => value ?? '')
  const first = values.flatMap(value => value.split(', ').map(one => one.split('.')[0]))
  for (const key of keys) expect(first, key).toContain(key)
})

row('ENGRAM-24', 'the guide', see => {
  see.heading(guide, 'Engram: from nothing to running')
})

row('ENGRAM-141', 'more manifests', see => {
  expect(see.section(readme, 'Helm values and where they are here')).toMatch(/\x60extraManifests\x60 \| \x60resources\x60 of an overlay/)
})

row('ENGRAM-207', 'what can never change is the same everywhere', see => {
  for (const unit of environments) {
    const one = set(see, unit)
    expect(one.get('spec.selector')).toEqual({ matchLabels: { app: 'engram' } })
    expect(one.get('spec.serviceName')).toBe('engram-headless')
    expect(one.get('spec.podManagementPolicy')).toBe('OrderedReady')
    claim(see, unit)
  }
})
