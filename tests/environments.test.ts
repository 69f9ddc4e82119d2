import { expect, test } from 'vitest'
import { environmentsOf, ways } from '../scripts/lib/environments.ts'
import { checkOrder } from '../scripts/lib/promote/order.ts'
import { home } from '../scripts/lib/tools.ts'
import { run, tree } from './helpers.ts'

const root = (data: Record<string, string>): string =>
  tree(Object.fromEntries(Object.entries(data).map(([env, said]) => [`base/env/${env}/environment.yaml`, `data: ${said}\n`])))

test('versions go dev → staging → prod, and offline follows prod', () => {
  const all = environmentsOf(home)
  expect(all.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod', 'offline'])
  expect(ways(all)).toBe('dev → staging → prod')
  expect(all.at(-1)?.builtOn).toBe('prod')
})

const forked = { dev: '{}', staging: '{promoted-from: dev}', prod: '{promoted-from: staging}', qa: '{promoted-from: dev}', lab: '{}' }

test('each environment says where its versions come from, so a way may fork', () => {
  expect(ways(environmentsOf(root(forked)))).toBe('lab, dev → qa, dev → staging → prod')
})

test.each([
  ['dev', 'qa', undefined],
  ['staging', 'prod', undefined],
  ['qa', 'prod', 'qa is not on the way to prod, which is dev → staging → prod; promote from staging'],
  ['dev', 'lab', 'lab takes versions from no other environment; name the image: pnpm image web lab <image>'],
  ['qa', 'dev', 'qa → dev is a step back'],
])('%s to %s', (from, to, refused) => {
  const check = (): void => checkOrder(environmentsOf(root(forked)), 'web', from, to, false)
  if (refused === undefined) check()
  else expect(check).toThrow(refused)
})

test.each([
  ['one that is not there', { dev: '{promoted-from: lab}' }, 'base/env/dev/environment.yaml  promoted-from "lab": there is no such'],
  ['nothing to stand on', { site: '{built-on: prod}' }, 'base/env/site/environment.yaml  built-on "prod": there is no such'],
  ['a circle', { a: '{promoted-from: b}', b: '{promoted-from: a}' }, 'promoted-from leads in a circle: '],
  ['workers that are none', { dev: '{workers: many}' }, 'base/env/dev/environment.yaml  workers "many": write how many'],
  ['no YAML', { dev: '{' }, 'base/env/dev/environment.yaml:'],
])('%s is said by file, and ends with 2', (_, data, stderr) => {
  expect(run('promote', ['web', 'dev', 'staging', '--root', root(data)])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(stderr),
  })
})
