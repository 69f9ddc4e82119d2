import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { home } from '../scripts/lib/tools.ts'
import { treeRules } from '../scripts/lib/tree/rules.ts'
import { app, type Checked, check, type Files, fixture, saidOf, shared, write } from './helpers-check.ts'

/** A folder in tests/fixtures/tree with what differs from the plainest app and overlay, and what is said of its files. */
const cases: [string, string[]][] = [
  ['comments', ['app/configmap.yaml:3:1 COMMENT_LONG']],
  ['dead-image', ['overlay/kustomization.yaml:8:5 DEAD_IMAGE']],
  ['dead-patch', ['overlay/kustomization.yaml:8:5 DEAD_PATCH']],
  ['deprecated', ['app/configmap.yaml:1:1 FILE_UNLISTED', 'app/kustomization.yaml:4:1 FIELD_OLD', 'app/kustomization.yaml:6:1 FIELD_OLD']],
  ['digest', ['overlay/kustomization.yaml:9:13 IMAGE_ENTRY', 'overlay/kustomization.yaml:9:13 IMAGE_ENTRY']],
  ['file-name', ['app/settings.yaml:2:7 FILE_NAME']],
  ['key-order', ['overlay/kustomization.yaml:5:1 KEY_ORDER']],
  ['latest', ['overlay/kustomization.yaml:9:13 IMAGE_LATEST']],
  ['long', ['overlay/kustomization.yaml:21:1 OVERLAY_LONG']],
  ['merge-custom', ['overlay/patches/items.yaml:1:1 SMP_ON_CR']],
  ['missing', ['app/configmap.yaml:1:1 FILE_UNLISTED', 'app/kustomization.yaml:4:5 PATH_MISSING']],
  ['namespace', ['overlay/kustomization.yaml:3:12 NAMESPACE_UNIT', 'overlay/kustomization.yaml:3:12 NAMESPACE_UNIT']],
  [
    'no-app',
    ['overlay/configmap.yaml OVERLAY_FILE', 'overlay/configmap.yaml:3:1 NAMESPACE_UNIT', 'overlay/kustomization.yaml:4:5 OVERLAY_SHAPE'],
  ],
  ['no-environment', ['overlay/kustomization.yaml:1:1 OVERLAY_SHAPE']],
  ['no-path', ['overlay/kustomization.yaml:14:15 PATCH_PATH']],
  ['no-target', ['overlay/patches/data.yaml:4:9 PATCH_TARGET']],
  ['openapi', ['app/kustomization.yaml:6:1 FIELD_OPENAPI']],
  ['order', ['overlay/kustomization.yaml:6:5 COMPONENT_ORDER']],
  ['other-environment', ['overlay/kustomization.yaml:6:5 OVERLAY_SHAPE', 'overlay/kustomization.yaml:6:5 OVERLAY_SHAPE']],
  ['patch-name', ['overlay/kustomization.yaml:8:11 PATCH_NAME']],
  ['plain', []],
  ['quantity', ['app/rollout.yaml:15:39 QUANTITY_FORM']],
  ['rollout-order', ['overlay/kustomization.yaml:6:5 COMPONENT_ORDER']],
  ['secret-generator', ['app/kustomization.yaml:6:1 FIELD_SECRET']],
  ['selector', ['overlay/kustomization.yaml:10:7 PATCH_SELECTOR']],
  ['tag-in-app', ['app/deployment.yaml:14:18 IMAGE_IN_APP']],
  ['two-objects', ['app/configmap.yaml:8:1 FILE_NAME']],
  ['unlisted', ['app/service.yaml:1:1 FILE_UNLISTED']],
  ['wide-scope', ['app/storageclass.yaml:2:7 CLUSTER_SCOPED']],
  ['word-key', ['app/configmap.yaml:6:3 ENV_WORD']],
  ['word-own', []],
  ['word-value', ['app/configmap.yaml:6:9 ENV_WORD']],
]

const under = (files: Files, from: string, to: string): Files =>
  Object.fromEntries(Object.entries(files).flatMap(([path, text]) => (path.startsWith(from) ? [[to + path.slice(from.length), text]] : [])))
const configMap = (name: string): Files => ({
  'configmap.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: b\n`,
})

const root = shared()
let checked: Checked
beforeAll(() => {
  const all = cases.map(([name]) => {
    const files = name === 'plain' ? {} : fixture('tree', name)
    const own = under(files, 'app/', '')
    return { ...app(name, Object.keys(own).length > 0 ? own : configMap(name)), ...under(files, 'overlay/', `overlays/dev/${name}/`) }
  })
  checked = check(write(root, Object.assign({}, fixture('tree', 'shared'), ...all)))
})

describe('what breaks a rule of the tree is found in its line', () => {
  const said = (folder: string, as = ''): string[] => saidOf(checked.findings, folder, treeRules).map(text => as + text)
  test.each(cases)('%s', (name, expected) =>
    expect([...said(`apps/${name}/`, 'app/'), ...said(`overlays/dev/${name}/`, 'overlay/')]).toEqual(expected),
  )
  test('components', () =>
    expect(said('base/components/rollout/')).toEqual(['kustomization.yaml:6:5 DEAD_PATCH', 'name-references.yaml:2:11 NAME_REFERENCE']))
  test('one object in two units', () => expect(said('apps/cluster-two/')).toEqual(['storageclass.yaml:4:9 OBJECT_TWICE']))
  test('every fixture is in the table', () =>
    expect(readdirSync(join(home, 'tests/fixtures/tree')).sort()).toEqual(
      [...cases.map(([name]) => name).filter(name => name !== 'plain'), 'shared'].sort(),
    ))
  test('every rule is broken by a case, but what the engine refuses in the same line', () => {
    const broken = new Set(checked.findings.map(({ code }) => code))
    expect(Object.keys(treeRules).filter(code => !broken.has(code))).toEqual(['FIELD_PLUGIN'])
  })
})
