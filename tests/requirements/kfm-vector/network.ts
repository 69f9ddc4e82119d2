import { expect } from 'vitest'
import { allowed } from '../network.ts'
import type { See } from '../see.ts'
import { engine } from './units.ts'

const peers = ['6333/TCP', '6335/TCP'].map(port => `same namespace / app=vector > ${port}`)
const callers = ['kfm-api / app=kfm-api > 6333/TCP', 'observability / app.kubernetes.io/name=prometheus > 6333/TCP']

export const backupPods = 'same namespace / app.kubernetes.io/component=backup > 6333/TCP'
export const rebuildPods: string[] = [
  'kfm-jobs / app=kfm-indexer > 6333/TCP',
  'same namespace / app.kubernetes.io/component=index-rebuild > 6333/TCP',
]

/** All that comes in: the governed API, Prometheus, the peers, and what a component adds. */
export const letIn = (see: See, unit: string, others: string[] = []): void => {
  expect(allowed(see, unit, engine(see, unit), 'Ingress')).toEqual([...callers, ...peers, ...others].sort())
}

/** All that goes out: DNS and the peers. */
export const letOut = (see: See, unit: string): void => {
  const dns = ['53/TCP', '53/UDP'].map(port => `kube-system / k8s-app=kube-dns > ${port}`)
  expect(allowed(see, unit, engine(see, unit), 'Egress')).toEqual([...dns, ...peers].sort())
}
