import { beforeAll, expect, test } from 'vitest'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { readInside } from '../../scripts/lib/files.ts'
import { policyRules } from '../../scripts/lib/policy/rules.ts'
import { home } from '../../scripts/lib/tools.ts'
import { laws } from './law.ts'

type Spec = { validationActions: string[]; paramRef: unknown; matchResources: unknown }
let rendered: Record<'dev' | 'staging' | 'prod' | 'offline', KubeObject[]>

beforeAll(async () => {
  rendered = await laws('dev', 'staging', 'prod', 'offline')
})

const bindings = (env: keyof typeof rendered): [name: string, stance: string, spec: Spec][] =>
  rendered[env]
    .filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding')
    .map(({ metadata, spec }) => [metadata.name, (metadata.labels as Record<string, string>).stance ?? '', spec as Spec])

/** Policies that are refused where releases run and warned of in dev: stance P. */
const released = ['ephemeral-storage', 'image-digest', 'pod-spread', 'priority-class']

test.each(['dev', 'staging', 'prod', 'offline'] as const)('%s denies what its stance says', env => {
  for (const [name, stance, { validationActions }] of bindings(env)) {
    const advice = policyRules[name]?.severity === 'warning'
    expect([name, stance]).toEqual([name, advice ? 'advice' : released.includes(name) ? 'released' : 'always'])
    const warns = advice || (env === 'dev' && released.includes(name))
    expect([name, validationActions]).toEqual([name, warns ? ['Warn', 'Audit'] : ['Deny']])
  }
})

test('every binding takes the waivers, and a missing ConfigMap denies', () => {
  for (const [name, , { paramRef }] of bindings('prod'))
    expect([name, paramRef]).toEqual([name, { name: 'waivers', namespace: 'cluster-policies', parameterNotFoundAction: 'Deny' }])
})

test('a policy has parameters exactly where its rule is waivable, and asks for its own name', () => {
  for (const { kind, metadata, spec } of rendered.prod) {
    if (kind !== 'ValidatingAdmissionPolicy') continue
    const { paramKind, matchConditions = [] } = spec as { paramKind?: unknown; matchConditions?: { name: string; expression: string }[] }
    const condition = matchConditions.find(({ name }) => name === 'not-waived')
    expect([metadata.name, paramKind !== undefined, condition !== undefined]).toEqual([
      metadata.name,
      policyRules[metadata.name]?.waivable,
      policyRules[metadata.name]?.waivable,
    ])
    if (condition) expect(condition.expression).toContain(`'${metadata.name}.' + object.metadata.?namespace`)
  }
})

test('offline takes images from its mirror alone', () => {
  const registry = /^ {2}registry: (\S+)/m.exec(readInside(home, 'base/env/offline/environment.yaml')?.toString() ?? '')?.[1]
  const policy = rendered.offline.find(({ kind, metadata }) => kind === 'ValidatingAdmissionPolicy' && metadata.name === 'image-registry')
  const spec = policy?.spec as { variables: { name: string; expression: string }[] } | undefined
  expect(spec?.variables.find(({ name }) => name === 'allowed')?.expression).toBe(`['${registry}/']`)
})
