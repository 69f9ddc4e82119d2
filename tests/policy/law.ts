import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { type KubeObject, startEngines } from '../../scripts/lib/engine.ts'
import { gitPath } from '../../scripts/lib/git.ts'
import { askJudge, type Refusal } from '../../scripts/lib/policy/judge-process.ts'
import { isBuilt, renderUnits } from '../../scripts/lib/render.ts'
import { home, toolPath } from '../../scripts/lib/tools.ts'

/** What cluster-policies renders in each environment asked for. */
export const laws = async <E extends string>(...envs: E[]): Promise<Record<E, KubeObject[]>> => {
  const engines = startEngines({ program: await toolPath('engine'), root: home, git: gitPath(), memoryLimit: 2 ** 30, timeLimit: 60 }, 1)
  const units = envs.map(env => ({ name: `${env}/cluster-policies`, env, path: `overlays/${env}/cluster-policies` }))
  const rendered = await renderUnits(engines, 'work', units)
  engines.close()
  const objects = rendered.map(({ unit, result }) => {
    if (!isBuilt(result)) throw new Error(JSON.stringify(result.findings))
    return [unit.env, result.objects]
  })
  return Object.fromEntries(objects)
}

/** The namespace that fixtures are in, as our own are. */
export const ours: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ours', labels: { environment: 'test' } } }

/** The class of priority that fixtures name: a server refuses a pod whose class it doesn't know. */
export const serving: KubeObject = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'serving' },
  value: 1000,
}

export type Fixture = { policy: string; file: string; object: KubeObject }

const folder = join(home, 'tests/fixtures/policies')

export const documents = (path: string): KubeObject[] => parseAllDocuments(readFileSync(path, 'utf8')).map(document => document.toJS())

/** Every object of every fixture: those of pass*.yaml break no policy, those of fail*.yaml only the policy that their folder is named for. */
export const fixtures: Fixture[] = readdirSync(folder).flatMap(policy =>
  readdirSync(join(folder, policy)).flatMap(file => documents(join(folder, policy, file)).map(object => ({ policy, file, object }))),
)

/** What is said against each subject under a law. */
export const judged = async (cases: { law: readonly KubeObject[]; subjects: readonly KubeObject[] }[]): Promise<Refusal[][][]> => {
  const clusters = cases.map(({ law, subjects }) => ({ objects: [...law, ours, ...subjects] }))
  const said = await askJudge(await toolPath('judge'), clusters)
  return cases.map(({ law, subjects }, i) => subjects.map((_, j) => (said[i] ?? []).filter(({ object }) => object === law.length + 1 + j)))
}

/** The law without a policy, or with other parameters. */
export const without = (law: readonly KubeObject[], policy: string): KubeObject[] =>
  law.filter(({ kind, metadata }) => !(kind === 'ValidatingAdmissionPolicy' && metadata.name === policy))

export const waiving = (law: readonly KubeObject[], keys: readonly string[]): KubeObject[] =>
  law.map(object => (object.kind === 'ConfigMap' ? { ...object, data: Object.fromEntries(keys.map(key => [key, ''])) } : object))
