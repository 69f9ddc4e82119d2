import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './helpers.ts'
import { app, check, environment, type Files, kustomization, shared, write } from './helpers-check.ts'

const object = (apiVersion: string, kind: string, name: string, rest = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`

const waiver = `policy: namespace-quota
environment: dev
target:
  kind: Namespace
  name: shop
justification: a namespace of this test, which says why in more than forty characters
compensatingControl: nothing runs there
ticket: OPS-1
approvedBy: ["@security"]
expires: 2026-12-24
`

/** A shop whose claim names another unit's class, and a waiver for its namespace. */
const files: Files = {
  ...environment,
  '.github/CODEOWNERS': '* @security\n',
  ...app('cluster-storage', {
    'storageclass.yaml': object('storage.k8s.io/v1', 'StorageClass', 'fast', 'provisioner: x\n'),
    'kustomization.yaml': kustomization('Kustomization', ['resources:', '  - storageclass.yaml']),
  }),
  ...app('shop', {
    'namespace.yaml': object('v1', 'Namespace', 'shop'),
    'persistentvolumeclaim.yaml': object(
      'v1',
      'PersistentVolumeClaim',
      'data',
      'spec:\n  accessModes: [ReadWriteOnce]\n  storageClassName: fast\n  resources:\n    requests:\n      storage: 1Gi\n',
    ),
  }),
  ...app('cluster-policies', { 'namespace.yaml': object('v1', 'Namespace', 'cluster-policies') }),
  'overlays/dev/cluster-policies/waivers/shop.yaml': waiver,
  'overlays/dev/cluster-policies/waivers/kustomization.yaml': kustomization('Kustomization', [
    ...['namespace: cluster-policies', 'generatorOptions:', '  disableNameSuffixHash: true', 'configMapGenerator:'],
    ...['  - name: waivers', '    files:', '      - namespace-quota..Namespace.shop=shop.yaml'],
  ]),
  'overlays/dev/cluster-policies/kustomization.yaml': kustomization('Kustomization', [
    ...['resources:', '  - ../../../apps/cluster-policies', '  - waivers', 'components:', '  - ../../../base/env/dev'],
  ]),
}

const root = shared()
/** What is said of all units but one, by file, code and object. */
const said = (but?: string): string[] =>
  check(root, '--date', '2026-12-01')
    .findings.filter(({ units }) => !units.some(unit => unit === `dev/${but}` || unit === `overlays/dev/${but}`))
    .map(({ code, at, object: one }) => [at.file, code, one?.name].filter(Boolean).join(' '))
    .sort()

const breaks = (unit: string): Files => {
  const file = `overlays/dev/${unit}/kustomization.yaml`
  return { [file]: String(files[file]).replace('resources:\n', 'resources:\n  - missing.yaml\n') }
}
test.each(['cluster-storage', 'shop'])('%s can not be built, and costs its neighbours nothing: it counts as what it was', unit => {
  write(root, files)
  run('render', ['--root', root, '--update'])
  const before = said(unit)
  expect(before).not.toContainEqual(expect.stringMatching(/storage-class-exists|WAIVER|GOLDEN/))
  write(root, { ...files, ...breaks(unit) })
  expect(check(root).status).toBe(2)
  expect(said(unit)).toEqual(before)
})

test('without its golden file nobody knows what it was', () => {
  write(root, { ...files, ...breaks('cluster-storage') })
  rmSync(join(root, 'tests/golden/dev/cluster-storage.yaml'))
  expect(said('cluster-storage')).toContainEqual('apps/shop/persistentvolumeclaim.yaml storage-class-exists data')
})
