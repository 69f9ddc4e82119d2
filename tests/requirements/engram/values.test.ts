import { expect } from 'vitest'
import { quantity } from '../quantity.ts'
import { row } from '../row.ts'
import { backup } from './backup.ts'
import { scraped } from './observe.ts'
import { claim } from './pod.ts'
import { combination, container, environments, everywhere, headless, pod, readme, service, set, variable } from './units.ts'

const mapping = 'Helm values and where they are here'

row('ENGRAM-107', 'pull secrets', see => {
  const unit = combination('image-pull-secret')
  const secret = see.one(unit, 'ExternalSecret', 'registry-credentials').get('spec.target.name')
  expect(see.one(unit, 'ServiceAccount', 'engram').get('imagePullSecrets')).toEqual([{ name: secret }])
  for (const one of everywhere) {
    see.one(one, 'ServiceAccount').none('imagePullSecrets')
    set(see, one).none(`${pod}.imagePullSecrets`)
  }
})

row('ENGRAM-108', 'storage classes', see => {
  for (const unit of everywhere) {
    claim(see, unit)
    for (const one of see.all(unit, 'PersistentVolumeClaim')) expect(one.get('spec.storageClassName')).toBe('slow-disk')
  }
})

row('ENGRAM-110', 'the image in the overlay', see => {
  for (const unit of environments.slice(0, 3)) {
    const images = see.yaml(`${unit}/kustomization.yaml`)
    expect(images.get('images[name=engram/engram].newTag')).toBe('0.1.0')
    expect(set(see, unit).get(`${container}.imagePullPolicy`)).toBe('IfNotPresent')
  }
  expect(see.yaml('apps/engram/statefulset.yaml').get(`${container}.image`)).toBe('engram/engram')
})

row('ENGRAM-119', 'recommendations', see => {
  const unit = 'tests/requirements/engram/vpa'
  const one = see.one(unit, 'VerticalPodAutoscaler')
  expect(one.get('spec.updatePolicy.updateMode')).toBe('Off')
  expect(one.get('spec.targetRef')).toEqual({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: set(see, unit).get('metadata.name') })
  for (const other of everywhere) see.none(other, 'VerticalPodAutoscaler')
})

row('ENGRAM-120', 'no autoscaler', see => {
  for (const unit of [...everywhere, combination('everything')]) {
    see.none(unit, 'HorizontalPodAutoscaler')
    expect(set(see, unit).get('spec.replicas')).toBe(1)
  }
})

row('ENGRAM-122', 'a claim that exists', see => {
  expect(see.section(readme, mapping)).toMatch(/existingClaim\x60 \| none; a claim called \x60data-engram-0\x60 that exists is used/)
})

row('ENGRAM-123', 'from a snapshot', see => {
  const source = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'engram-restore' }
  expect(set(see, combination('restore-from-snapshot')).get('spec.volumeClaimTemplates[0].spec.dataSource')).toEqual(source)
  expect(see.section(readme, 'Restore')).toContain('components/restore-from-snapshot')
  for (const unit of everywhere) set(see, unit).none('spec.volumeClaimTemplates[0].spec.dataSource')
})

row('ENGRAM-125', 'node selector', see => {
  expect(see.section(readme, mapping)).toMatch(
    /\x60nodeSelector\x60 \| an overlay's patch, for example \x60\{instance-type: memory-optimized\}\x60/,
  )
})

row('ENGRAM-126', 'nodes for databases', see => {
  expect(set(see, combination('dedicated-nodes')).get(`${pod}.tolerations`)).toEqual([
    { key: 'dedicated', operator: 'Equal', value: 'database', effect: 'NoSchedule' },
  ])
  for (const unit of everywhere) set(see, unit).none(`${pod}.tolerations`)
})

row('ENGRAM-129', 'priority class', see => {
  expect(see.section(readme, mapping)).toMatch(/\x60priorityClassName\x60 \| \x60statefulset.yaml\x60: \x60application\x60/)
  for (const unit of everywhere) {
    const name = set(see, unit).get<string>(`${pod}.priorityClassName`)
    see.one(unit.replace(/engram$/, 'cluster-scheduling'), 'PriorityClass', name)
  }
})

row('ENGRAM-130', 'spread', see => {
  for (const unit of everywhere) set(see, unit).none(`${pod}.topologySpreadConstraints`)
  see.file('base/components/topology-spread/kustomization.yaml')
  expect(see.section(readme, mapping)).toMatch(/\x60topologySpreadConstraints\x60 \| none: one pod/)
})

row('ENGRAM-133', 'huge pages are a component', see => {
  const unit = combination('huge-pages')
  expect(variable(see, unit, 'MIMALLOC_RESERVE_HUGE_OS_PAGES')).toBe('4')
  expect(quantity(set(see, unit).get(`${container}.resources.limits.hugepages-1Gi`))).toBeGreaterThanOrEqual(quantity('4Gi'))
  for (const other of everywhere) {
    expect(variable(see, other, 'MIMALLOC_LARGE_OS_PAGES')).toBe('1')
    set(see, other).none(`${container}.env[name=MIMALLOC_RESERVE_HUGE_OS_PAGES]`)
  }
})

row('ENGRAM-135', 'more volumes', see => {
  expect(see.section(readme, mapping)).toMatch(/\x60extraVolumes\x60, \x60extraVolumeMounts\x60 \| an overlay's patch/)
})

row('ENGRAM-136', 'ServiceMonitor', see => {
  for (const unit of everywhere) scraped(see, unit)
})

row('ENGRAM-138', 'backup', see => {
  for (const unit of environments.slice(2)) backup(see, unit)
  for (const unit of environments.slice(0, 2)) {
    set(see, unit)
    for (const kind of ['CronJob', 'PersistentVolumeClaim']) see.none(unit, kind)
  }
})

row('ENGRAM-140', 'disruption budget', see => {
  for (const unit of everywhere) see.none(unit, 'PodDisruptionBudget')
  const one = see.one(combination('dedicated-nodes'), 'PodDisruptionBudget')
  expect(one.get('spec.maxUnavailable')).toBe(1)
  one.none('spec.minAvailable')
  expect(one.get('spec.selector')).toEqual({ matchLabels: { app: 'engram' } })
})

row('ENGRAM-142', 'lengths of names', see => {
  for (const unit of environments) {
    set(see, unit)
    for (const one of see.all(unit))
      expect(one.get('metadata.name')).toMatch(
        one.id.includes(': CronJob ') ? /^[a-z0-9][a-z0-9-]{0,50}[a-z0-9]$/ : /^[a-z0-9][a-z0-9.-]{0,61}[a-z0-9]$/,
      )
  }
})

row('ENGRAM-143', 'names are fixed', see => {
  for (const unit of environments) {
    for (const field of ['namePrefix', 'nameSuffix']) see.yaml(`${unit}/kustomization.yaml`).none(field)
    expect([service(see, unit), headless(see, unit)].map(one => one.get('metadata.name'))).toEqual(['engram', 'engram-headless'])
  }
  expect(see.section(readme, mapping)).toMatch(/no \x60namePrefix\x60, names are fixed/)
})
