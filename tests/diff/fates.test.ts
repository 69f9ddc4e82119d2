import { expect, test } from 'vitest'
import type { Application } from '../../scripts/lib/applicationset/types.ts'
import { deletionFates } from '../../scripts/lib/diff/fates.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'

const app = (finalizers: string[]): Application => ({
  ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'shop', finalizers } },
  spec: { project: 'shop', destination: {} },
})
const cascade = app(['resources-finalizer.argocd.argoproj.io'])
const object = (kind: string, annotations: Record<string, string> = {}): KubeObject => ({
  ...{ apiVersion: 'v1', kind, metadata: { name: 'a', annotations } },
})
const options = (value: string): Record<string, string> => ({ 'argocd.argoproj.io/sync-options': value })

test.each<[string, KubeObject, Application, string | undefined]>([
  ['an object goes with its Application', object('ConfigMap'), cascade, undefined],
  ['not without the finalizer', object('ConfigMap'), app([]), 'the Application has no finalizer'],
  ['a guard against deletion keeps it', object('ConfigMap', options('Prune=false, Delete=false')), cascade, 'Delete=false on the object'],
  ['a guard against pruning does not', object('ConfigMap', options('Prune=false')), cascade, undefined],
  [
    'a definition is never deleted with an Application',
    object('CustomResourceDefinition'),
    cascade,
    'Argo CD deletes no CustomResourceDefinition with its Application',
  ],
  [
    'what Helm would keep',
    object('ConfigMap', { 'helm.sh/resource-policy': 'keep' }),
    cascade,
    'helm.sh/resource-policy: keep on the object',
  ],
])('%s', (_, one, application, because) => {
  const [fate] = deletionFates([one], application)
  expect([fate?.fate, fate?.because]).toEqual([because ? 'kept' : 'pruned', because])
})
