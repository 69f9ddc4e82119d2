import { expect } from 'vitest'
import { argo, installed } from '../platform.ts'
import { row } from '../row.ts'
import { bootstrap, environments } from './platform.ts'

row('TARTWARE-18', 'size of the cluster', see => {
  const before = see.section(bootstrap, 'Before you start')
  expect(before).toMatch(/three control-plane nodes[\s\S]*at least 6 worker nodes[\s\S]*pnpm preflight/)
  for (const env of ['prod', 'offline'])
    expect(Number(see.yaml(`base/env/${env}/environment.yaml`).get('data.workers'))).toBeGreaterThanOrEqual(6)
})

row('TARTWARE-19', 'load balancers and block storage', see => {
  expect(see.section(bootstrap, 'Before you start')).toMatch(/load balancers, block storage/)
  expect(see.text('scripts/lib/preflight.ts')).toMatch(/fast-ssd[\s\S]*LoadBalancer/)
})

row('TARTWARE-20', 'one command for day 0', see => {
  expect(see.section(bootstrap, 'Argo CD')).toContain('cd platform && helmfile --environment dev sync\n')
  expect(see.text('platform/helmfile.yaml')).toMatch(/^environments:\n {2}dev:\n/m)
})

row('TARTWARE-21', 'namespaces of their own, with a Pod Security level', see => {
  const namespaces = [
    'argo',
    'argo-rollouts',
    'cert-manager',
    'external-secrets',
    'istio-ingress',
    'istio-system',
    'messaging',
    'observability',
    'openbao',
    'velero',
  ]
  for (const unit of ['argo/env/dev', 'argo/env/prod'])
    for (const name of namespaces)
      expect(see.one(unit, 'Namespace', name).get('metadata.labels[pod-security.kubernetes.io/enforce]')).toMatch(
        /^(restricted|privileged)$/,
      )
  for (const env of environments) {
    see.one(`overlays/${env}/tartware-api-gateway`, 'LimitRange').some('spec.limits')
    see.one(`overlays/${env}/tartware-api-gateway`, 'ResourceQuota').some('spec.hard')
  }
  for (const name of ['argo-cd', 'argo-rollouts', 'cert-manager', 'openbao', 'velero']) {
    const namespace = see.yaml('platform/versions.yaml').get<string>(`releases.${name}.namespace`)
    installed(see, name, namespace)
  }
})

row('TARTWARE-50', 'backup of what Argo CD knows', see => {
  installed(see, 'velero', 'velero')
  const values = see.yaml('platform/values/velero.yaml')
  expect(values.get('schedules.argo.schedule')).toBe('0 */6 * * *')
  expect(values.get('schedules.argo.template.includedNamespaces')).toEqual(['argo'])
  expect(values.get('schedules.argo.template.ttl')).toBe('168h0m0s')
  for (const env of environments) {
    const own = see.yaml(`platform/values/${env}/velero.yaml`)
    expect(own.get('configuration.backupStorageLocation[0].bucket')).toBe(`velero-${env}`)
    expect(own.get('extraObjects[0].spec.data[0].remoteRef.key')).toBe(`${env}/velero`)
  }
  expect(see.section(bootstrap, 'From backups')).toMatch(/velero restore create --from-backup/)
  expect(see.section('docs/operations/disaster-recovery.md', 'Disaster recovery')).toContain('| `0 */6 * * *` |')
})

row('TARTWARE-51', 'every value is a file here', see => {
  for (const unit of ['argo/env/prod', 'argo/env/offline'])
    for (const one of see.all(unit, 'Application').filter(({ id }) => !/ (root|bijux-atlas-catalog-publish)$/.test(id))) {
      for (const file of one.get<string[]>('spec.sources[0].helm.valueFiles'))
        expect(file).toMatch(/^\$values\/platform\/values\/([a-z]+\/)?[a-z-]+\.yaml$/)
      for (const inline of ['parameters', 'values', 'valuesObject', 'fileParameters']) one.none(`spec.sources[0].helm.${inline}`)
    }
  for (const unit of Object.values(argo)) see.one(unit, 'Application', 'velero').some('spec.sources')
  for (const document of [bootstrap, 'platform/helmfile.yaml']) see.lacks(document, '--set')
  expect(see.section(bootstrap, 'From backups')).toMatch(/Git makes everything again/)
})

row('TARTWARE-54', 'prod is switched on when its cluster exists', see => {
  const file = see.text('platform/helmfile.yaml')
  expect(file).toMatch(/^ {2}prod:\n( {4}#.*\n)? {4}values: \[versions\.yaml, \{ cluster: \{ enabled: false \} \}\]$/m)
  expect(file).toMatch(/^ {4}condition: cluster\.enabled$/m)
  expect(see.section(bootstrap, 'Before you start')).toMatch(
    /`prod` is switched off in `platform\/helmfile\.yaml` until its dedicated cluster exists/,
  )
  const values = see.yaml('platform/values/argo-cd.yaml')
  expect(values.get('configs.params[server.insecure]')).toBe('false')
  expect(values.get('server.service.type')).toBe('ClusterIP')
})

row('TARTWARE-55', 'operated with open-source components alone', see => {
  const licences = see.yaml('platform/versions.yaml')
  expect(licences.get('releases.openbao.licence')).toBe('MPL-2.0')
  for (const document of ['rollback', 'disaster-recovery', 'monitoring', 'runbooks', 'secret-rotation', 'capacity'])
    see.file(`docs/operations/${document}.md`)
  see.heading(bootstrap, 'All healthy')
})
