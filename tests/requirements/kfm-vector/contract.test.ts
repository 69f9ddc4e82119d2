import { expect } from 'vitest'
import { defaultDeny } from '../network.ts'
import { row } from '../row.ts'
import { apiKeys, keyed } from './keys.ts'
import { backupPods, letIn, rebuildPods } from './network.ts'
import { scraped } from './observe.ts'
import { probes, storage } from './pod.ts'
import {
  base,
  config,
  container,
  dev,
  engine,
  environments,
  everything,
  everywhere,
  offline,
  pod,
  prod,
  prodReadme,
  readme,
  served,
  staging,
} from './units.ts'

row('KFM-31', 'the contract', see => {
  const parts = [...see.section(prodReadme, 'Configuration contract').matchAll(/^\*\*(\w+)\.\*\* \S/gm)].map(([, part]) => part)
  expect(parts).toEqual(['Authentication', 'Network', 'Storage', 'Operability'])
})

row('KFM-32', 'authentication', see => {
  for (const unit of everywhere) keyed(see, unit)
})

row('KFM-33', 'keys from the store', see => {
  for (const unit of everywhere) apiKeys(see, unit)
})

const credential = /(-----BEGIN|eyJ[\w-]+\.eyJ|:\/\/[^/\s:@]+:[^/\s@]+@|AKIA|hvs\.|gh[posu]_)/

row('KFM-34', 'no credential in a ConfigMap', see => {
  for (const unit of [...environments, everything]) {
    const maps = see.all(unit, 'ConfigMap')
    expect(maps.length).toBeGreaterThan(1)
    for (const map of maps)
      for (const [key, value] of Object.entries(map.some<Record<string, string>>('data'))) {
        expect(key).not.toMatch(/(API_KEY|PASSWORD|TOKEN|SECRET)$/)
        expect(value).not.toMatch(credential)
      }
    keyed(see, unit)
  }
})

row('KFM-35', 'default deny', see => {
  for (const unit of everywhere) defaultDeny(see, unit)
})

row('KFM-36', 'the governed API alone', see => {
  for (const unit of environments) {
    expect(see.one(unit, 'NetworkPolicy', 'allow-callers').get('spec.ingress')).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kfm-api' } },
            podSelector: { matchLabels: { app: 'kfm-api' } },
          },
        ],
        ports: [{ port: engine(see, unit).get(`${container}.ports[name=http].containerPort`), protocol: 'TCP' }],
      },
    ])
    expect(see.one(unit, 'NetworkPolicy', 'allow-callers').get('spec.podSelector.matchLabels')).toEqual({
      'app.kubernetes.io/component': engine(see, unit).get('spec.template.metadata.labels[app.kubernetes.io/component]'),
    })
  }
})

row('KFM-37', 'indexers come with the rebuild', see => {
  letIn(see, everything, [backupPods, ...rebuildPods])
  for (const unit of served) letIn(see, unit, [backupPods])
  letIn(see, dev)
})

row('KFM-38', 'Prometheus alone, and with a key', see => {
  for (const unit of environments) {
    const rules = see.one(unit, 'NetworkPolicy', 'allow-prometheus').get('spec.ingress')
    expect(rules).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'observability' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
          },
        ],
        ports: [{ port: 6333, protocol: 'TCP' }],
      },
    ])
    keyed(see, unit)
  }
})

row('KFM-39', 'one deny policy', see => {
  for (const unit of environments) {
    defaultDeny(see, unit)
    const all = see.all(unit, 'NetworkPolicy')
    const closed = all.filter(one => JSON.stringify(one.some('spec')).match(/"(ingress|egress)":/) === null)
    expect(closed.map(one => one.get('metadata.name'))).toEqual(['default-deny'])
  }
  expect(see.yaml(`${base}/kustomization.yaml`).some('components')).toContain('../../base/components/default-deny')
})

row('KFM-40', 'claims', see => {
  for (const unit of [base, dev, staging]) storage(see, unit, '10Gi')
  for (const unit of [prod, offline]) storage(see, unit, '100Gi')
})

row('KFM-41', 'backup, automated and told', see => {
  for (const unit of [prod, offline]) expect(see.one(unit, 'CronJob', 'vector-backup').get('spec.concurrencyPolicy')).toBe('Forbid')
  expect(see.section(readme, 'Backup')).toMatch(/.vector-backup. asks every peer for a snapshot of every collection/)
  see.heading('docs/operations/disaster-recovery.md', 'KFM vector store')
})

row('KFM-42', 'probes', see => {
  for (const unit of [base, dev]) probes(see, unit)
  for (const unit of served) probes(see, unit, 'HTTPS')
})

row('KFM-43', 'metrics inside the cluster', see => {
  for (const unit of served) scraped(see, unit, true)
  scraped(see, dev, false)
})

row('KFM-44', 'logs on stdout', see => {
  for (const unit of environments) {
    expect(config(see, unit).get('data.QDRANT__LOGGER__FORMAT')).toBe('json')
    config(see, unit).none('data.QDRANT__LOGGER__ON_DISK__ENABLED')
    for (const { hostPath } of engine(see, unit).some<{ hostPath?: object }[]>(`${pod}.volumes`)) expect(hostPath).toBeUndefined()
  }
})
