import { expect, test } from 'vitest'
import { shop } from './diff/shop.ts'
import { type Ran, run } from './helpers.ts'

const why = (...args: string[]): Ran => run('why', ['--root', shop(), ...args])

test.each<[string, string[], string[]]>([
  [
    'a file that units reach through another folder',
    ['apps/shop/settings.yaml'],
    [
      'apps/shop/settings.yaml: 2 units read it',
      '  dev/shop   overlays/dev/shop → apps/shop',
      '  prod/shop  overlays/prod/shop → apps/shop',
    ],
  ],
  ['a folder', ['base/components/quota'], ['base/components/quota: 4 units read it', '  dev/blog   overlays/dev/blog']],
  ['a file that nobody reads', ['platform/values/cert-manager.yaml'], ['platform/values/cert-manager.yaml: no unit reads it']],
  ['a unit', ['dev/blog'], ['dev/blog reads 7 files', '  apps/blog/', '    claim.yaml']],
  [
    'a field',
    ['--field', 'dev/shop', 'Deployment/shop', 'spec.template.spec.containers[name=shop].image'],
    [
      'dev/shop Deployment/shop spec.template.spec.containers[name=shop].image: example.com/shop:1.0.0',
      '  set at overlays/dev/shop/kustomization.yaml:8:',
      '  overrode apps/shop/deployment.yaml:16:18',
    ],
  ],
])('%s', (_, args, expected) => {
  const { status, stdout, stderr } = why(...args)
  expect([status, stderr]).toEqual([0, ''])
  expect(
    stdout
      .split('\n')
      .slice(0, expected.length)
      .map((line, i) => line.slice(0, expected[i]?.length)),
  ).toEqual(expected)
})

test.each<[string, string[], string]>([
  ['nothing asked', [], 'why what?'],
  ['an unknown name', ['dev/shpo'], 'did you mean dev/shop'],
  ['a field without its object', ['--field', 'dev/shop'], '--field takes a unit, an object and a field'],
  ['an unknown object', ['--field', 'dev/shop', 'Deployment/shp', 'spec'], 'did you mean Deployment/shop?'],
  ['an unknown field', ['--field', 'dev/shop', 'Deployment/shop', 'spec.selektor'], 'did you mean selector?'],
  [
    'an unknown container',
    ['--field', 'dev/shop', 'Deployment/shop', 'spec.template.spec.containers[name=show].image'],
    'did you mean shop?',
  ],
  [
    'an app in two environments',
    ['--field', 'shop', 'Deployment/shop', 'spec'],
    '"shop" is more than one unit: dev/shop, prod/shop; name one',
  ],
])('%s', (_, args, expected) => {
  const { status, stdout, stderr } = why(...args)
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toContain(expected)
})
