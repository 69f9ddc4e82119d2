import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { dangersOf } from '../../scripts/lib/danger/judge.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { home } from '../../scripts/lib/tools.ts'
import { changeOf } from './change.ts'

const unit = 'prod/kfm-vector'
const objects = parseAllDocuments(readFileSync(join(home, 'tests/golden', `${unit}.yaml`), 'utf8')).map(one => one.toJS() as KubeObject)

const keyed = (all: readonly KubeObject[]): Record<string, KubeObject> =>
  Object.fromEntries(all.map(one => [[one.kind, one.metadata.namespace, one.metadata.name].filter(Boolean).join('/'), one]))

/** Changes the text of the objects of a kind; throws when that changes nothing. */
const change = (kind: string, edit: (text: string) => string): KubeObject[] => {
  const next = objects.map(one => (one.kind === kind ? (JSON.parse(edit(JSON.stringify(one))) as KubeObject) : one))
  if (JSON.stringify(next) === JSON.stringify(objects)) throw new Error(`no ${kind} changed`)
  return next
}

const blocking = (head: readonly KubeObject[]): string[] => {
  const [base, after] = [objects, head].map(all => ({ units: { [unit]: keyed(all) } }))
  const dangers = dangersOf(changeOf({ rule: '', name: '', env: 'prod', base: base ?? {}, head: after ?? {}, expected: [] }))
  return [...new Set(dangers.filter(({ severity }) => severity === 'blocks').map(({ rule }) => rule))]
}

const ingress: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'vector', namespace: 'kfm-vector' },
  spec: { rules: [] },
}

/** What governance must approve, on the vector store as it is rendered (KFM-81). */
test.each<[string, readonly KubeObject[], string]>([
  ['a NetworkPolicy lets everybody in', change('NetworkPolicy', text => text.replace(/"from":\[.*?\],"ports"/, '"ports"')), 'D27'],
  [
    'a NetworkPolicy is gone',
    objects.filter(({ kind }, i) => kind !== 'NetworkPolicy' || i !== objects.findIndex(one => one.kind === 'NetworkPolicy')),
    'D27',
  ],
  ['a Service is a load balancer', change('Service', text => text.replace('"type":"ClusterIP"', '"type":"LoadBalancer"')), 'D23'],
  ['an Ingress appears', [...objects, ingress], 'D23'],
  [
    'the key that callers need is gone',
    change('StatefulSet', text => text.replaceAll(/\{"name":"QDRANT__SERVICE__API_KEY".*?\}\}\},?/g, '')),
    'D28',
  ],
  ['the key may be missing', change('StatefulSet', text => text.replace('{"key":"api-key",', '{"optional":true,"key":"api-key",')), 'D28'],
])('%s', (_, head, rule) => {
  expect(blocking(head)).toContain(rule)
})

test('more time to end is nothing to govern', () => {
  const patient = change('StatefulSet', text => text.replace(/"terminationGracePeriodSeconds":\d+/, '"terminationGracePeriodSeconds":900'))
  expect(blocking(patient)).toEqual([])
})
