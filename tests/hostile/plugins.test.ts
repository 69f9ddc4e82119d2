import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../../scripts/lib/tools.ts'
import { visit } from '../door.ts'
import { commitAll, tree } from '../helpers.ts'
import { setTraps } from './traps.ts'

/** Each folder of tests/fixtures/hostile: what refuses it, and where. */
const expected: Record<string, string> = {
  'helm-charts': 'FIELD_HELM kustomization.yaml:3:1',
  'helm-globals': 'FIELD_HELM kustomization.yaml:4:1',
  'helm-inflation': 'FIELD_HELM kustomization.yaml:3:1',
  'helm-plugin': 'FIELD_HELM chart.yaml:2:7',
  'function-container': 'FIELD_PLUGIN function.yaml:2:7',
  'function-exec': 'FIELD_PLUGIN function.yaml:2:7',
  'function-starlark': 'FIELD_PLUGIN function.yaml:2:7',
  'exec-plugin': 'FIELD_PLUGIN plugin.yaml:2:7',
  'plugin-inline': 'FIELD_PLUGIN kustomization.yaml:4:5',
  'plugin-folder': 'FIELD_PLUGIN plugins/plugin.yaml:8:7',
  'plugin-list': 'FIELD_PLUGIN list.yaml:5:11',
  'remote-deep': 'PATH_REMOTE base/component/kustomization.yaml:4:5',
  // The last two come into being while kustomize builds, so no line holds them.
  'generated-remote': 'PATH_REMOTE',
  'generated-plugin': 'BUILD_FAILED',
}

test('every fixture has its line here', () => {
  expect(readdirSync(join(home, 'tests/fixtures/hostile')).sort()).toEqual(Object.keys(expected).sort())
})

test.each(['the working tree', 'a commit'])('charts, functions and plugins are refused in %s, and none of them runs', async where => {
  const traps = await setTraps(where === 'a commit')
  const root = tree('hostile', 'plugins')
  const at = where === 'a commit' ? ['--at', commitAll(root)] : []
  const run = await visit(root, ['--units', '*', '--json', ...at], { env: traps.env })
  traps.check(run, root)
  type Found = { code: string; unit: string; at: { file: string; line?: number; col?: number } }
  const found = (JSON.parse(run.stdout).findings as Found[]).map(({ code, unit, at: { file, line, col } }) => {
    return [unit, line ? `${code} ${file.slice(unit.length + 1)}:${line}:${col}` : code]
  })
  expect(found).toEqual(Object.entries(expected).sort())
  expect(run.status).toBe(2)
  expect(existsSync(join(root, 'function-exec/ran'))).toBe(false)
})
