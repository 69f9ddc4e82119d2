import { expect, test } from 'vitest'
import { idText } from '../../scripts/lib/diff/identity.ts'
import { compareObjects } from '../../scripts/lib/diff/objects.ts'
import { pathText } from '../../scripts/lib/diff/path-text.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'

const object = (kind: string, name: string, more: object = {}, namespace?: string): KubeObject => ({
  apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
  kind,
  metadata: { name, ...(namespace ? { namespace } : {}) },
  ...more,
})
const deployment = (name: string, image = 'a:1', config = 'settings-2h52t59g5d', namespace?: string): KubeObject =>
  object(
    'Deployment',
    name,
    {
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image, envFrom: [{ configMapRef: { name: config } }], args: ['serve', '--port=80'] }] },
        },
      },
    },
    namespace,
  )
const settings = (name: string, level: string): KubeObject => object('ConfigMap', name, { data: { level } })

/** `change Kind/name (was …) fields…` for each object that isn't the same. */
const said = (base: KubeObject[], head: KubeObject[]): string[] =>
  compareObjects(base, head).flatMap(({ change }) => {
    if (!change) return []
    const from = change.from ? ` was ${idText(change.from, true)}` : ''
    const fields = change.fields
      .filter(({ path }) => path.length > 0)
      .map(field => `${pathText(field.path)}${field.noise ? ' (hash)' : ''}`)
    return [`${change.change} ${idText(change.id, true)}${from}: ${fields.join(', ')}`]
  })

const image = 'spec.template.spec.containers[name=web].image'

test.each<[string, KubeObject[], KubeObject[], string[]]>([
  ['nothing changed, in another order', [deployment('a'), settings('c', '1')], [settings('c', '1'), deployment('a')], []],
  ['a field', [deployment('a')], [deployment('a', 'a:2')], [`changed Deployment/a: ${image}`]],
  [
    'another version of the API is the same object',
    [object('Ingress', 'a')],
    [{ ...object('Ingress', 'a'), apiVersion: 'v2' }],
    ['changed Ingress/a: apiVersion'],
  ],
  [
    'the same name in another group is not',
    [object('Gateway', 'a')],
    [{ ...object('Gateway', 'a'), apiVersion: 'x.io/v1' }],
    ['created Gateway/a: ', 'removed Gateway/a: '],
  ],
  [
    'a hash moves with its references',
    [settings('settings-2h52t59g5d', 'low'), deployment('a')],
    [settings('settings-bkd8fc7gh4', 'high'), deployment('a', 'a:1', 'settings-bkd8fc7gh4')],
    [
      'changed ConfigMap/settings-bkd8fc7gh4 was ConfigMap/settings-2h52t59g5d: data.level, metadata.name (hash)',
      'changed Deployment/a: spec.template.spec.containers[0].envFrom[0].configMapRef.name (hash)',
    ],
  ],
  [
    'what ends like no hash is another object',
    [settings('settings-aaaaaaaaaa', 'low')],
    [settings('settings-bkd8fc7gh4', 'high')],
    ['created ConfigMap/settings-bkd8fc7gh4: ', 'removed ConfigMap/settings-aaaaaaaaaa: '],
  ],
  [
    'a renamed Deployment',
    [deployment('shop')],
    [deployment('shop-web', 'a:2')],
    [`renamed Deployment/shop-web was Deployment/shop: metadata.name, ${image}`],
  ],
  [
    'a moved namespace',
    [deployment('a', 'a:1', 's', 'old'), object('Service', 'a', { spec: { ports: [] } }, 'old')],
    [deployment('a', 'a:1', 's', 'new'), object('Service', 'a', { spec: { ports: [] } }, 'new')],
    ['moved Deployment/new/a was Deployment/old/a: metadata.namespace', 'moved Service/new/a was Service/old/a: metadata.namespace'],
  ],
  [
    'two that have little in common',
    [settings('left', '1')],
    [object('ConfigMap', 'other', { data: { x: 'y', z: '0' } })],
    ['created ConfigMap/other: ', 'removed ConfigMap/left: '],
  ],
  [
    'the most alike are paired',
    [deployment('one', 'a:1'), deployment('two', 'b:1')],
    [deployment('uno', 'b:1'), deployment('one-a', 'a:1')],
    ['renamed Deployment/uno was Deployment/two: metadata.name', 'renamed Deployment/one-a was Deployment/one: metadata.name'],
  ],
])('%s', (_, base, head, expected) => {
  expect(said(base, head)).toEqual(expected)
})
