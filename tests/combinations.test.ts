import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engines, type KubeObject, startEngines } from '../scripts/lib/engine.ts'
import { message } from '../scripts/lib/findings.ts'
import { validate } from '../scripts/lib/kubeconform.ts'
import { isBuilt, renderUnits } from '../scripts/lib/render.ts'
import { home, toolPath } from '../scripts/lib/tools.ts'

const names = readdirSync(join(home, 'tests/combinations'))
// Envoy Gateway's kinds come from no module that is pinned yet; the component is off (docs/requirements, N-10).
const withoutSchema = ['BackendTrafficPolicy', 'ClientTrafficPolicy', 'HTTPRouteFilter', 'SecurityPolicy']

let engines: Engines
beforeAll(async () => {
  engines = startEngines({ program: await toolPath('engine'), root: home, git: undefined, memoryLimit: 2 ** 30, timeLimit: 30 }, 2)
})
afterAll(() => engines.close())

/** Every `namespace/name` in an annotation that names a ConfigMap must be rendered: nobody rewrites such a string. */
const danglingHeaders = (objects: readonly KubeObject[]): string[] => {
  const there = new Set(objects.filter(o => o.kind === 'ConfigMap').map(o => `${o.metadata.namespace}/${o.metadata.name}`))
  return objects.flatMap(object => {
    const annotations = (object.metadata.annotations ?? {}) as Record<string, string>
    const wanted = annotations['nginx.ingress.kubernetes.io/custom-headers']
    return wanted !== undefined && !there.has(wanted) ? [wanted] : []
  })
}

test.each(names)('%s builds, every object fits its schema, and what it names is there', async name => {
  const rendered = await renderUnits(engines, 'work', [{ name, env: '', path: `tests/combinations/${name}` }])
  const result = rendered[0]?.result
  if (!result || !isBuilt(result)) throw new Error(result?.findings.map(message).join('\n'))
  const { findings } = await validate(rendered)
  const unknown = findings.filter(f => f.code !== 'SCHEMA_MISSING' || !withoutSchema.some(kind => f.object.includes(` ${kind}/`)))
  expect(unknown.map(message)).toEqual([])
  expect(danglingHeaders(result.objects)).toEqual([])
  expect(result.objects.some(object => object.metadata.name === 'environment')).toBe(false)
})
