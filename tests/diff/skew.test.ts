import { expect, test } from 'vitest'
import { imageSkew } from '../../scripts/lib/diff/images.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { commit, diff, shop } from './shop.ts'

const workload = (kind: string, name: string, image: string): KubeObject => ({
  ...{ apiVersion: 'apps/v1', kind, metadata: { name } },
  spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
})
const unit = (env: string, ...objects: KubeObject[]) => ({ unit: { name: `${env}/shop`, env }, objects })

test.each<[string, ReturnType<typeof unit>[], object[]]>([
  [
    'a Rollout stands where a Deployment does, under its environment’s name',
    [unit('dev', workload('Deployment', 'shop', 'a/shop:2')), unit('prod', workload('Rollout', 'prod-shop', 'a/shop:1'))],
    [{ app: 'shop', container: 'app', images: { dev: 'a/shop:2', prod: 'a/shop:1' } }],
  ],
  [
    'a mirror holds the same image',
    [
      unit('prod', workload('Deployment', 'shop', 'ghcr.io/a/shop:1')),
      unit('offline', workload('Deployment', 'shop', 'mirror:5000/a/shop:1')),
    ],
    [],
  ],
  [
    'two workloads with containers of one name are two',
    [
      unit('dev', workload('Deployment', 'shop', 'a/shop:1'), workload('Deployment', 'worker', 'a/worker:2')),
      unit('prod', workload('Deployment', 'shop', 'a/shop:1'), workload('Deployment', 'worker', 'a/worker:1')),
    ],
    [{ app: 'shop', container: 'app', images: { dev: 'a/worker:2', prod: 'a/worker:1' } }],
  ],
])('%s', (_, units, expected) => {
  expect(imageSkew(units)).toEqual(expected)
})

test('a promotion onto a Rollout, and into an environment with a mirror', () => {
  const root = shop()
  commit(root, {
    'overlays/dev/shop/kustomization.yaml': text => text.replace('1.0.0', '1.1.0'),
    'overlays/prod/shop/rollout.yaml': 'apiVersion: apps/v1\nkind: Rollout\nmetadata:\n  name: shop\n',
    'overlays/prod/shop/kustomization.yaml': text =>
      `${text}patches:\n  - path: rollout.yaml\n    target:\n      kind: Deployment\n    options:\n      allowKindChange: true\n`,
    'overlays/prod/blog/kustomization.yaml': text => text.replace(/newTag/, 'newName: mirror.example.com/blog\n    newTag'),
  })
  expect(diff(root, '--skew', 'dev..prod').stdout).toBe(
    'what a promotion of dev to prod changes\n  prod/shop Rollout/shop shop\n    - example.com/shop:1.0.0\n    + example.com/shop:1.1.0\nsame images: blog\n',
  )
})
