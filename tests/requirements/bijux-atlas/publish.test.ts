import { expect } from 'vitest'
import { argo } from '../platform.ts'
import { containers, pods } from '../pods.ts'
import { row } from '../row.ts'
import { command } from '../workflow.ts'
import { unprivileged } from './pod.ts'
import { combinations, everywhere, publish, readme, service } from './units.ts'

row('ATLAS-53', 'a template of one publish run', see => {
  const one = see.one(publish, 'Job')
  expect(one.get('apiVersion')).toBe('batch/v1')
  expect(one.get('spec.backoffLimit')).toBe(1)
  // A Job that vanished would be created, and run, again.
  one.none('spec.ttlSecondsAfterFinished')
  for (const [job, path] of pods(see, publish)) {
    expect(job.get(`${path}.restartPolicy`)).toBe('Never')
    expect(job.get(`${path}.securityContext.seccompProfile.type`)).toBe('RuntimeDefault')
  }
  for (const [job, path] of containers(see, publish)) {
    unprivileged(job, path)
    for (const kind of ['requests', 'limits']) expect(Object.keys(job.some(`${path}.resources.${kind}`))).toEqual(['cpu', 'memory'])
  }
  const claim = one.get('spec.template.spec.volumes[name=store].persistentVolumeClaim.claimName')
  expect(see.one(publish, 'PersistentVolumeClaim').get('metadata.name')).toBe(claim)
  // Not one of the pods that serve.
  for (const label of Object.keys(service(see, 'apps/bijux-atlas').get<object>('spec.selector')))
    one.none(`spec.template.metadata.labels[${label}]`)
  expect(service(see, 'apps/bijux-atlas').get('spec.selector')).toEqual({ app: 'bijux-atlas' })
})

row('ATLAS-55', 'never for a request', see => {
  for (const unit of [...everywhere, ...combinations]) {
    for (const kind of ['CronJob', 'ScaledJob', 'Sensor']) see.none(unit, kind)
    if (everywhere.includes(unit)) see.none(unit, 'Job')
  }
  expect(see.one(publish, 'Job').get('metadata.name')).toBe('catalog-publish')
  expect(see.section(readme, 'Catalog publish job')).toMatch(/never for a request/)
})

row('ATLAS-54', 'nothing publishes by itself', see => {
  const job = 'apps/bijux-atlas/jobs/catalog-publish'
  const one = see.one('argo/env/prod', 'Application', 'bijux-atlas-catalog-publish')
  expect(one.get('spec.source.path')).toBe(job)
  expect(one.get('spec.project')).toBe('atlas')
  one.none('spec.syncPolicy.automated')
  for (const unit of Object.values(argo))
    for (const set of see.all(unit, 'ApplicationSet'))
      for (const { path } of set.get<{ path: string }[]>('spec.generators[0].git.directories')) expect(path).toMatch(/^overlays\//)
  // Who may sync it: the team, by its role in the project, and those who run the clusters.
  expect(see.one('argo/env/prod', 'AppProject', 'atlas').get('spec.roles[0].groups')).toEqual(['atlas'])
  expect(see.section('apps/bijux-atlas/README.md', 'Catalog publish job')).toContain('argocd app sync bijux-atlas-catalog-publish')
  // From CI: started by a person, approved by the reviewers of an environment, and it starts this one job.
  const workflow = see.yaml('.github/workflows/publish-catalog.yaml')
  expect(Object.keys(workflow.some<object>('on'))).toEqual(['workflow_dispatch'])
  expect(workflow.get('jobs.publish-catalog.environment')).toEqual({ name: 'catalog-publish' })
  expect(command(workflow, 'publish-catalog', 'scripts/sync-application.ts')).toMatch(
    /^node scripts\/sync-application\.ts bijux-atlas-catalog-publish --replace batch\/Job\/catalog-publish --timeout \d+$/,
  )
})
