import { beforeAll, expect, test } from 'vitest'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import type { Refusal } from '../../scripts/lib/policy/judge-process.ts'
import { violationsOf } from '../../scripts/lib/policy/message.ts'
import { policyRules } from '../../scripts/lib/policy/rules.ts'
import { type Fixture, fixtures, judged, laws, waiving, without } from './law.ts'

let prod: KubeObject[]
let all: { fixture: Fixture; said: Refusal[] }[]
const failing = fixtures.filter(({ file }) => file.startsWith('fail'))
const keyOf = ({ policy, object: { kind, metadata } }: Fixture): string => [policy, metadata.namespace ?? '', kind, metadata.name].join('.')
const labels = fixtures.map(({ policy, file, object }) => `${policy}/${file} ${object.kind} ${object.metadata.name}`)

beforeAll(async () => {
  prod = (await laws('prod')).prod
  const [said = []] = await judged([{ law: waiving(prod, []), subjects: fixtures.map(({ object }) => object) }])
  all = fixtures.map((fixture, index) => ({ fixture, said: said[index] ?? [] }))
})

const names = (kind: string): string[] => prod.filter(object => object.kind === kind).map(({ metadata }) => metadata.name)

test('every policy has one binding, one rule and fixtures of both kinds', () => {
  const policies = names('ValidatingAdmissionPolicy').sort()
  expect(names('ValidatingAdmissionPolicyBinding').sort()).toEqual(policies)
  expect(
    Object.keys(policyRules)
      .filter(code => code !== 'policy-broken')
      .sort(),
  ).toEqual(policies)
  for (const kind of ['pass', 'fail'])
    expect([...new Set(fixtures.filter(({ file }) => file.startsWith(kind)).map(({ policy }) => policy))].sort()).toEqual(policies)
})

test('no rendered policy is broken', async () => {
  const [said = []] = await judged([{ law: [], subjects: prod }])
  expect(said.flat().filter(({ failed }) => failed)).toEqual([])
})

test.each(labels)('%s', label => {
  const { fixture, said } = all[labels.indexOf(label)] as (typeof all)[number]
  expect(said.filter(({ failed }) => failed)).toEqual([])
  expect(said.map(({ policy, control }) => policy ?? control)).toEqual(fixture.file.startsWith('fail') ? [fixture.policy] : [])
})

test('a message names fields that the object has a place for, and the fix of the rule', () => {
  for (const { fixture, said } of all)
    for (const { message } of said) {
      const violations = violationsOf(message) ?? []
      expect(violations, message).not.toEqual([])
      for (const { path, fix } of violations) {
        const parent = path
          .slice(0, -1)
          .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], fixture.object)
        // A field that is missing with what it is in: the last that is there must be an object.
        expect(parent === undefined || typeof parent === 'object', `${message} ${path}`).toBe(true)
        expect(fix).toContain(policyRules[fixture.policy]?.fix)
      }
    }
})

test('no message shows the value of a secret', () => {
  expect(JSON.stringify(all.map(({ said }) => said))).not.toContain('not-a-secret')
})

test('without its policy, a failing fixture passes', async () => {
  const policies = [...new Set(failing.map(({ policy }) => policy))]
  const subjects = (policy: string): KubeObject[] => failing.filter(fixture => fixture.policy === policy).map(({ object }) => object)
  const said = await judged(policies.map(policy => ({ law: without(prod, policy), subjects: subjects(policy) })))
  expect(said.flat(2)).toEqual([])
})

test('with a waiver in the parameters, a failing fixture passes exactly where the rule is waivable', async () => {
  const law = waiving(prod, failing.map(keyOf))
  const [said = []] = await judged([{ law, subjects: failing.map(({ object }) => object) }])
  for (const [index, fixture] of failing.entries())
    expect([fixture.policy, said[index]?.length === 0]).toEqual([fixture.policy, policyRules[fixture.policy]?.waivable])
})

test('another object is not covered by a waiver', async () => {
  const law = waiving(
    prod,
    failing.map(fixture => `${keyOf(fixture)}-2`),
  )
  const [said = []] = await judged([{ law, subjects: failing.map(({ object }) => object) }])
  expect(said.filter(refusals => refusals.length === 0)).toEqual([])
})

test('without the ConfigMap of waivers everything is denied', async () => {
  const law = prod.filter(({ kind }) => kind !== 'ConfigMap')
  const passing = fixtures.filter(({ policy, file }) => policy === 'image-tag' && file === 'pass.yaml')
  const [said = []] = await judged([{ law, subjects: passing.map(({ object }) => object) }])
  for (const refusals of said)
    expect(refusals.some(({ actions, message }) => actions?.[0] === 'Deny' && /no params found/.test(message))).toBe(true)
})
