import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { listInside } from '../scripts/lib/files.ts'
import { home } from '../scripts/lib/tools.ts'

type Settings = { 'yaml.schemas': Record<string, string[]>; [setting: string]: unknown }
const settings: Settings = JSON.parse(readFileSync(join(home, '.vscode/settings.json'), 'utf8'))
const sources = ['apps', 'argo', 'base', 'overlays'].flatMap(folder => listInside(home, folder)).filter(file => file.endsWith('.yaml'))
const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
const schemas = readdirSync(join(home, 'tools/schemas'), { recursive: true, encoding: 'utf8' }).filter(
  file => file.includes('/') && file.endsWith('.json'),
)
for (const file of [...schemas.map(file => `tools/schemas/${file}`), '.vscode/kustomization.json'])
  ajv.addSchema(JSON.parse(readFileSync(join(home, file), 'utf8')), `file:///${file}`)

test('an editor that checks YAML asks no network: no setting and no comment names a schema elsewhere', () => {
  expect(JSON.stringify(settings)).not.toContain('http')
  expect([settings['yaml.schemaStore.enable'], settings['yaml.kubernetesCRDStore.enable']]).toEqual([false, false])
  expect(sources.filter(file => /yaml-language-server:.*http/.test(readFileSync(join(home, file), 'utf8')))).toEqual([])
})

describe.each(Object.entries(settings['yaml.schemas']))('%s', (schema, globs) => {
  const path = schema.replace(/^\.\//, '')

  test('is here, and every file that it is for is valid, so that what an editor underlines is wrong', () => {
    expect(existsSync(join(home, path))).toBe(true)
    const meant = sources.filter(file => globs.some(glob => matchesGlob(file, glob)))
    expect(meant.length).toBeGreaterThan(0)
    const wrong = meant.flatMap(file =>
      ajv.validate(`file:///${path}`, parse(readFileSync(join(home, file), 'utf8'))) ? [] : [`${file}: ${ajv.errorsText()}`],
    )
    expect(wrong).toEqual([])
  })
})

test.each([
  ['a field that kustomize does not know', { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resource: [] }],
  ['a field that nothing here may use', { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', helmCharts: [] }],
  [
    'a tag that YAML reads as a number',
    { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', images: [{ name: 'a', newTag: 1.1 }] },
  ],
])('%s is underlined', (_, kustomization) => {
  expect(ajv.validate('file:///.vscode/kustomization.json', kustomization)).toBe(false)
})
