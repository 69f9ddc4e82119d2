import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kubernetesKeys } from '../../scripts/lib/diff/list-keys.ts'
import { downloadModules } from '../../scripts/lib/schemas/modules.ts'
import { kubernetes } from '../../scripts/lib/schemas/sources.ts'
import { home } from '../../scripts/lib/tools.ts'

type Property = {
  type?: string
  'x-kubernetes-list-map-keys'?: string[]
  'x-kubernetes-patch-merge-key'?: string
}
type Document = { definitions: { [name: string]: { properties?: { [field: string]: Property } } } }

test("the merge keys are those of Kubernetes' OpenAPI document, stable versions", async () => {
  const module = (await downloadModules(join(home, 'tools/schemas'))).get(kubernetes.module)
  const document = JSON.parse(readFileSync(join(module?.Dir ?? '', kubernetes.openapi), 'utf8')) as Document
  const found: { [field: string]: Set<string> } = {}
  for (const [name, { properties = {} }] of Object.entries(document.definitions)) {
    if (/alpha|beta/.test(name)) continue
    for (const [field, property] of Object.entries(properties)) {
      const keys = property['x-kubernetes-list-map-keys'] ?? property['x-kubernetes-patch-merge-key']
      if (property.type === 'array' && keys) found[field] = (found[field] ?? new Set()).add([keys].flat().join())
    }
  }
  const ours = Object.fromEntries(Object.entries(kubernetesKeys).map(([field, all]) => [field, all.map(keys => keys.join()).sort()]))
  const theirs = Object.fromEntries(Object.entries(found).map(([field, all]) => [field, [...all].sort()]))
  expect(ours).toEqual(theirs)
})
