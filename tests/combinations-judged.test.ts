import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { JudgedUnit, Judgement, World } from '../scripts/lib/check/rule.ts'
import { filesOf } from '../scripts/lib/check/world.ts'
import { type Engines, type KubeObject, startEngines } from '../scripts/lib/engine.ts'
import { message } from '../scripts/lib/findings.ts'
import { goldenPath } from '../scripts/lib/golden.ts'
import { applyWaivers } from '../scripts/lib/policy/apply-waivers.ts'
import { policyJudge } from '../scripts/lib/policy/policy-judge.ts'
import { readWaivers } from '../scripts/lib/policy/waivers.ts'
import { isBuilt, renderUnits } from '../scripts/lib/render.ts'
import { secretJudge } from '../scripts/lib/secret/judge.ts'
import { setJudge } from '../scripts/lib/set/judge.ts'
import { home, toolPath } from '../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk, type Unit } from '../scripts/lib/units.ts'
import { judgeObjects } from '../scripts/lib/yaml/objects.ts'

const names = readdirSync(join(home, 'tests/combinations'))
const files = filesOf(home, 'work')
const rules = { ...policyJudge.rules, ...setJudge.rules, ...secretJudge.rules }

let engines: Engines
const said = new Map<string, Judgement[]>()

const inGolden = (unit: Unit): JudgedUnit => {
  const yaml = readFileSync(join(home, goldenPath(unit)), 'utf8')
  return { unit, yaml, objects: parseAllDocuments(yaml).map(one => one.toJS() as KubeObject), reads: [] }
}

type Combination = { name: string; env: string; own: JudgedUnit; others: JudgedUnit[] }

/** A combination and the other units of its environment, as their golden files have them: it takes the place of the app that it is of. */
const combinationOf = (name: string, objects: KubeObject[], yaml: string, golden: readonly JudgedUnit[]): Combination => {
  const env = String((objects[0]?.metadata.labels as Record<string, string> | undefined)?.environment)
  const app = /^ {2}- .*\/(?:apps|overlays\/prod)\/([^/\n]+)$/m.exec(files.read(`tests/combinations/${name}/kustomization.yaml`) ?? '')?.[1]
  const others = golden.filter(({ unit }) => unit.env === env && unit.name !== `${env}/${app}`)
  if (!golden.some(({ unit }) => unit.name === `${env}/${app}`)) throw new Error(`${name}: ${env} has no unit ${app}`)
  return { name, env, own: { unit: { name: `${env}/${name}`, env, path: `tests/combinations/${name}` }, objects, yaml, reads: [] }, others }
}

const worldOf = (units: JudgedUnit[]): World => ({ root: home, tree: 'work', date: '2026-11-21', units, ...files, files: [] })

/** One question for all: each combination is a cluster of its own, with the policies of its environment. */
const policies = ({ name, env, own, others }: Combination): JudgedUnit[] =>
  [own, ...others.filter(({ unit }) => unit.name === `${env}/cluster-policies`)].map(one => ({ ...one, unit: { ...one.unit, env: name } }))

beforeAll(async () => {
  engines = startEngines({ program: await toolPath('engine'), root: home, git: undefined, memoryLimit: 2 ** 30, timeLimit: 30 }, 2)
  const golden = findUnits(foldersOnDisk(home)).map(inGolden)
  const paths = names.map(name => ({ name, env: '', path: `tests/combinations/${name}` }))
  const all = (await renderUnits(engines, 'work', paths)).map(({ unit, result }) => {
    if (!isBuilt(result)) throw new Error(result.findings.map(message).join('\n'))
    return combinationOf(unit.name, result.objects, result.yaml, golden)
  })
  const refused = await policyJudge.judge(worldOf(all.flatMap(policies)))
  for (const { name, own, others } of all) {
    const world = worldOf([own, ...others])
    const judged = [
      ...(await setJudge.judge(world)),
      ...(await secretJudge.judge(worldOf([own]))),
      ...judgeObjects(worldOf([own])),
      ...refused,
    ]
    const mine = judged.filter(({ unit }) => unit === own.unit.name)
    const { judgements } = applyWaivers(mine, readWaivers(world), rules, world.date)
    said.set(
      name,
      judgements.filter(({ unit, severity }) => unit === own.unit.name && severity === 'error'),
    )
  }
}, 600_000)
afterAll(() => engines.close())

/** What only an overlay can settle, or what a component is for: the code, what is said, and why it may be. */
const known: [code: string, about: RegExp, why: string][] = [
  ['image-digest', /^/, 'a combination names tags; an overlay pins the digest'],
  ['image-registry', /envoyproxy|otel\/|grafana\/k6|kfm\/index-rebuild/, 'who switches the component on has security add its registry'],
  ['service-exposure', /^Service\/engram-external /, 'this is what the component is for; the overlay asks for a waiver'],
  ['service-account-token', /volume-snapshot |formdb-http-api /, 'it calls the Kubernetes API, and each overlay has a waiver'],
  ['claim-shared', /formdb-http-api /, 'the overlay chooses the storage, with the component formdb-shared-storage'],
  ['service-selector-unique', /^Service\/vector .* Service\/qdrant /, 'a second name for those who call the store as upstream does'],
  ['replicas-two', /^StatefulSet\/vector /, 'the overlay of prod says how many'],
]
const isKnown = (code: string, text: string): number => known.findIndex(([one, about]) => one === code && about.test(text))
const textOf = ({ object, path, problem }: Judgement): string => `${object?.kind}/${object?.name} ${path?.join('.')}: ${problem}`

test.each(names)('%s breaks no rule', name => {
  const found = (said.get(name) ?? []).filter(one => isKnown(one.code, textOf(one)) < 0)
  expect(found.map(one => `${one.code} ${textOf(one)}`)).toEqual([])
})

test('every exception is needed', () => {
  const used = new Set([...said.values()].flat().map(one => isKnown(one.code, textOf(one))))
  expect(known.filter((_, i) => !used.has(i))).toEqual([])
})
