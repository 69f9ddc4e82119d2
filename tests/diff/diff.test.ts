import { expect, test } from 'vitest'
import { diff, type Edits, edit, shop } from './shop.ts'

/** The report without its sides, what it was made with, and the dangers, which have tests of their own. */
const said = (text: string): string =>
  text
    .trimEnd()
    .split(/\n\n(?! )/)
    .filter(block => !/^(base |inputs |warns |blocks )|built \d+ of/.test(block))
    .join('\n\n')

test.each<[string, Edits, number, string[]]>([
  ['nothing', { 'README.md': 'a\n' }, 0, []],
  [
    'one image',
    { 'overlays/dev/shop/kustomization.yaml': text => text.replace('1.0.0', '1.1.0') },
    0,
    [
      'changed  Deployment/shop  in dev/shop',
      '    spec.template.spec.containers[name=shop].image',
      '      - example.com/shop:1.0.0',
      '      + example.com/shop:1.1.0',
      '',
      'image    example.com/shop:1.0.0 → example.com/shop:1.1.0',
      '    dev/shop Deployment/shop shop',
      '',
      'skew     shop shop',
      '    dev      example.com/shop:1.1.0',
      '    prod     example.com/shop:1.0.0',
      '',
      'synced   Application shop-dev',
      '    1 changed: Deployment/shop',
    ],
  ],
  [
    'a component that all share, and one unit that differs',
    {
      'base/components/quota/quota.yaml': text => text.replace('"10"', '"20"'),
      'overlays/prod/blog/kustomization.yaml': text => text.replace('1.0.0', '1.0.1'),
    },
    0,
    [
      'changed  Deployment/blog  in prod/blog',
      '    spec.template.spec.containers[name=blog].image',
      '      - example.com/blog:1.0.0',
      '      + example.com/blog:1.0.1',
      '',
      'changed  ResourceQuota/objects  in 4 units',
      '    dev/blog, dev/shop, prod/blog, prod/shop',
      '    spec.hard.pods',
      '      - "10"',
      '      + "20"',
    ],
  ],
  [
    'settings in a generated ConfigMap',
    { 'apps/shop/settings.yaml': 'log:\n  level: debug\n' },
    0,
    [
      'changed  ConfigMap/shop-settings-*  in 2 units',
      '    dev/shop, prod/shop',
      '    data["settings.yaml"] (yaml) log.level',
      '      - info',
      '      + debug',
      '',
      'changed  ConfigMap/shop-settings-*, Deployment/shop  in 2 units',
    ],
  ],
  [
    'a unit that is deleted',
    { 'overlays/dev/shop': undefined, 'overlays/prod/shop': undefined },
    1,
    [
      'removed  2 × ResourceQuota, 2 × ConfigMap, 2 × PersistentVolumeClaim, 2 × Deployment  in 2 units',
      '    dev/shop (4 objects), prod/shop (4 objects)',
      '',
      'image    example.com/shop:1.0.0 → none',
      '    dev/shop Deployment/shop shop',
      '    prod/shop Deployment/shop shop',
      '',
      'removed  Application shop-dev',
      '    4 pruned: ',
      'orphaned Application shop-prod (prod runs v1: with the next release)',
      '    4 kept running, because applicationsSync: create-update: ',
    ],
  ],
  [
    'a chart, by version and by values',
    { 'argo/base/chart.yaml': text => text.replace('v1.0.0', 'v1.1.0'), 'platform/values/cert-manager.yaml': 'replicas: 2\n' },
    0,
    [
      "incomplete: the chart cert-manager of dev/certificates, prod/certificates isn't rendered here (changed: v1.0.0 → v1.1.0, replicas 1 → 2)",
      '',
      'changed  Application/certificates  in 2 units',
    ],
  ],
  [
    'a unit that breaks',
    { 'overlays/dev/shop/kustomization.yaml': text => `${text}patches:\n  - path: absent.yaml\n` },
    2,
    [
      "incomplete: dev/shop can't be built at head",
      '',
      'overlays/dev/shop/kustomization.yaml:10:11  PATH_MISSING  dev/shop: patches[0].path "absent.yaml" does not exist',
    ],
  ],
  [
    'a renamed unit',
    {
      'overlays/dev/shop': undefined,
      'overlays/dev/store/kustomization.yaml':
        'namespace: store\nresources:\n  - ../../../apps/shop\ncomponents:\n  - ../../../base/components/quota\nimages:\n  - name: example.com/shop\n    newTag: 1.0.0\n',
    },
    1,
    [
      'moved    ResourceQuota, ConfigMap, PersistentVolumeClaim, Deployment  in dev/store',
      '    was ResourceQuota/shop/objects, is ResourceQuota/store/objects',
      ...['ConfigMap/shop/shop-settings-*, is ConfigMap/store/shop-settings-*', 'PersistentVolumeClaim/shop/shop-data'].map(
        was => `    was ${was}`,
      ),
      '    was Deployment/shop/shop, is Deployment/store/shop',
      '    metadata.namespace',
      '      - shop',
      '      + store',
      '',
      'renamed  Application store-dev (was shop-dev)',
    ],
  ],
])('%s', (_, edits, status, expected) => {
  const root = shop()
  edit(root, edits)
  const ran = diff(root)
  expect([ran.status, ran.stderr]).toEqual([status, ''])
  const text = said(ran.stdout).replaceAll(/-[bcdfghkmt2456789]{10}/g, '-*')
  expect(
    text
      .split('\n')
      .slice(0, expected.length)
      .map((line, i) => line.slice(0, expected[i]?.length)),
  ).toEqual(expected)
})
