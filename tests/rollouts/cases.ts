import { expect } from 'vitest'
import { type Engines, type KubeObject, startEngines } from '../../scripts/lib/engine.ts'
import { isBuilt, renderUnits } from '../../scripts/lib/render.ts'
import { home, toolPath } from '../../scripts/lib/tools.ts'

// biome-ignore lint/suspicious/noExplicitAny: rendered objects of many kinds
export type Any = any

/** An engine for builds of the working tree; close it in the end. */
export const engine = async (): Promise<Engines> =>
  startEngines({ program: await toolPath('engine'), root: home, git: undefined, memoryLimit: 2 ** 30, timeLimit: 30 }, 1)

/** The objects that a folder renders. Throws when it can't be built. */
export const build = async (engines: Engines, path: string): Promise<readonly KubeObject[]> => {
  const [rendered] = await renderUnits(engines, 'work', [{ name: path, env: '', path }])
  if (!rendered || !isBuilt(rendered.result)) throw new Error(`${path} can't be built`)
  return rendered.result.objects
}

/** The one object of a kind; the test fails when there is none or a second. */
export const one = (objects: readonly KubeObject[], kind: string): Any => {
  const found = objects.filter(o => o.kind === kind)
  expect(found, kind).toHaveLength(1)
  return found[0]
}

/** How kustomize ends the name of a generated ConfigMap. */
export const hashed = '-[a-z0-9]{10}'

/** A render with a Rollout: what its objects are called, and which ConfigMaps and account its pods name. */
export type Case = {
  path: string
  app: string
  prefix: string
  strategy: 'canary' | 'blueGreen'
  configs: string[]
  account?: string
  mesh?: true
}

const tartware = (service: string, ...more: string[]): Pick<Case, 'app' | 'configs'> => ({
  app: `tartware-${service}`,
  configs: [`tartware-${service}-config`, ...more],
})
const core = tartware('core-service', 'postgres-config')
const settings = tartware('settings-service', 'postgres-config')
const gateway = tartware('api-gateway')
const formdb = { app: 'formdb-http-api', configs: ['formdb-config'], account: 'formdb-api' }
const atlas = { app: 'bijux-atlas', configs: ['bijux-atlas-config'] }
const combination = (name: string): string => `tests/combinations/${name}`

export const cases: Case[] = [
  { path: 'overlays/prod/tartware-core-service', ...core, prefix: '', strategy: 'canary', mesh: true },
  { path: 'overlays/offline/tartware-api-gateway', ...gateway, prefix: '', strategy: 'canary', mesh: true },
  { path: combination('tartware-canary-prefix'), ...core, prefix: 'eu-', strategy: 'canary', mesh: true },
  { path: combination('tartware-api-gateway-prefix'), ...gateway, prefix: 'eu-', strategy: 'canary', mesh: true },
  { path: combination('tartware-everything'), ...core, prefix: 'eu-', strategy: 'canary', mesh: true },
  { path: combination('tartware-bluegreen'), ...settings, prefix: '', strategy: 'blueGreen' },
  { path: combination('tartware-bluegreen-prefix'), ...settings, prefix: 'eu-', strategy: 'blueGreen' },
  { path: combination('formdb-rollout'), ...formdb, prefix: '', strategy: 'canary' },
  { path: combination('formdb-everything'), ...formdb, prefix: 'staging-', strategy: 'canary' },
  { path: combination('formdb-bluegreen'), ...formdb, prefix: 'staging-', strategy: 'blueGreen' },
  { path: combination('bijux-atlas-canary'), ...atlas, prefix: '', strategy: 'canary' },
  { path: combination('bijux-atlas-canary-prefix'), ...atlas, prefix: 'eu-', strategy: 'canary' },
  { path: combination('bijux-atlas-bluegreen'), ...atlas, prefix: '', strategy: 'blueGreen' },
]
