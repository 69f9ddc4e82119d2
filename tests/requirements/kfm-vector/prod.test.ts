import { expect } from 'vitest'
import { nobodyInParticular } from '../network.ts'
import { row } from '../row.ts'
import { internalOnly } from './exposure.ts'
import { noSecrets } from './keys.ts'
import { backupPods, letIn, letOut, rebuildPods } from './network.ts'
import { certified, scraped } from './observe.ts'
import { hardened, probes, resources, spread, storage } from './pod.ts'
import { base, config, container, dev, engine, environments, everything, everywhere, offline, pod, prod, served, staging } from './units.ts'

row('KFM-15', 'more replicas in prod', see => {
  const [few, many] = [dev, prod].map(unit => engine(see, unit).get<number>('spec.replicas'))
  expect([few, many]).toEqual([1, 3])
})

row('KFM-16', 'resources in prod', see => {
  for (const unit of [prod, offline]) {
    resources(see, unit, 'requests', 1, '4Gi')
    resources(see, unit, 'limits', 2, '8Gi')
  }
})

row('KFM-17', 'budget and anti-affinity', see => {
  for (const unit of everywhere) spread(see, unit)
})

row('KFM-18', 'who may come in', see => {
  for (const unit of served) letIn(see, unit, [backupPods])
  for (const unit of [base, dev]) letIn(see, unit)
  for (const unit of everywhere) letOut(see, unit)
})

row('KFM-19', 'volumes and backup', see => {
  for (const unit of [prod, offline]) {
    storage(see, unit, '100Gi')
    expect(see.one(unit, 'CronJob', 'vector-backup').get('spec.schedule')).toBe('0 3 * * *')
  }
  const templates = see.yaml(`${prod}/patches/size.yaml`).some<object[]>('spec.volumeClaimTemplates')
  expect(templates).toHaveLength(2)
})

row('KFM-20', 'metrics', see => {
  for (const unit of [base, dev]) scraped(see, unit, false)
  for (const unit of served) scraped(see, unit, true)
})

row('KFM-21', 'TLS in the cluster', see => {
  for (const unit of served) {
    certified(see, unit)
    probes(see, unit, 'HTTPS')
    const settings = config(see, unit)
    for (const flag of ['SERVICE__ENABLE_TLS', 'CLUSTER__P2P__ENABLE_TLS']) expect(settings.get(`data.QDRANT__${flag}`)).toBe('true')
    const mounted = engine(see, unit).get(`${container}.volumeMounts[name=tls].mountPath`)
    const files = ['CERT', 'KEY', 'CA_CERT'].map(file => settings.get(`data.QDRANT__TLS__${file}`))
    expect(files).toEqual(['tls.crt', 'tls.key', 'ca.crt'].map(file => `${mounted}/${file}`))
    see.none(unit, 'PeerAuthentication')
  }
  const mesh = 'tests/combinations/kfm-vector-mesh-istio'
  expect(see.one(mesh, 'PeerAuthentication', 'mutual-tls').get('spec.mtls.mode')).toBe('STRICT')
  expect(see.one(mesh, 'PeerAuthentication', 'vector').get('spec.portLevelMtls')).toEqual({ 6333: { mode: 'PERMISSIVE' } })
  expect(see.one(mesh, 'Namespace').get('metadata.labels.istio-injection')).toBe('enabled')
})

row('KFM-22', 'security contexts', see => {
  for (const unit of [...everywhere, everything]) hardened(see, unit)
  for (const unit of everywhere) {
    const volumes = engine(see, unit).some<Record<string, unknown>[]>(`${pod}.volumes`)
    for (const volume of volumes)
      expect(['emptyDir', 'secret']).toEqual(expect.arrayContaining(Object.keys(volume).filter(key => key !== 'name')))
  }
})

row('KFM-23', 'not on the internet', see => {
  for (const unit of environments) internalOnly(see, unit)
})

row('KFM-24', 'no credentials in Git', see => {
  noSecrets(see, environments, [base, prod, staging, dev, offline])
})

row('KFM-25', 'no way around the policy boundary', see => {
  for (const unit of environments) nobodyInParticular(see, unit, engine(see, unit))
  letIn(see, everything, [backupPods, ...rebuildPods])
  const rules = see.one(prod, 'NetworkPolicy', 'allow-callers').get<{ from: object[] }[]>('spec.ingress')
  expect(rules.flatMap(rule => rule.from).map(peer => Object.keys(peer).sort())).toEqual([['namespaceSelector', 'podSelector']])
  expect(rules).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kfm-api' } },
          podSelector: { matchLabels: { app: 'kfm-api' } },
        },
      ],
      ports: [{ port: 6333, protocol: 'TCP' }],
    },
  ])
})
