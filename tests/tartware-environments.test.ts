import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Engines } from '../scripts/lib/engine.ts'
import { readInside } from '../scripts/lib/files.ts'
import { home } from '../scripts/lib/tools.ts'
import { environments, everywhere, services, unitOf } from './requirements/tartware/units.ts'
import { type Any, build, engine } from './rollouts/cases.ts'

let engines: Engines
beforeAll(async () => {
  engines = await engine()
})
afterAll(() => engines.close())

const values = Object.fromEntries(
  environments.map(env => [
    env,
    parse(readInside(home, `base/env/${env}/environment.yaml`)?.toString() ?? '').data as Record<string, string>,
  ]),
)

/** What the policies of a unit say, with names in place of the addresses of its environment's stores. */
const policies = async (env: string, service: string): Promise<object[]> => {
  const specs = ((await build(engines, unitOf(env, service))) as Any[])
    .filter(o => /Polic|PeerAuth/.test(o.kind))
    .map(o => [o.kind, o.metadata.name, o.spec])
  const stores = ['postgres', 'redis', 'opensearch']
  const text = stores.reduce((sofar, store) => sofar.replaceAll(values[env]?.[`${store}-cidr`] ?? '', store), JSON.stringify(specs))
  return JSON.parse(text)
}

test.each(services)('%s: who may talk with it is the same in every environment', async service => {
  const prod = await policies('prod', service)
  expect(prod.length).toBeGreaterThan(8)
  for (const env of environments) expect(await policies(env, service), env).toEqual(prod)
})

test.each(everywhere)('%s %s: every object is in its namespace', async (env, service) => {
  const objects = (await build(engines, unitOf(env, service))) as Any[]
  const namespaces = objects.filter(o => o.kind !== 'Namespace').map(o => o.metadata.namespace)
  expect(new Set(namespaces)).toEqual(new Set([`tartware-${service}`]))
})
