import type { KubeObject } from '../engine.ts'
import { Failure } from '../failure.ts'
import { goldenObjects } from './golden.ts'
import { flowchart } from './marks.ts'

type Fields = {
  spec?: { project?: string; generators?: { git?: { directories?: { path: string }[] } }[]; template?: { spec?: { project?: string } } }
}

const argo = (root: string): Map<string, KubeObject[]> => {
  const byEnv = new Map<string, KubeObject[]>()
  for (const { env, file, object } of goldenObjects(root))
    if (file.startsWith('tests/golden/argo/')) byEnv.set(env, [...(byEnv.get(env) ?? []), object])
  return byEnv
}

/** Name, project, and glob of each ApplicationSet of an environment, with `<env>` for its name. */
const sets = (env: string, objects: readonly KubeObject[]): string[] =>
  objects
    .filter(({ kind }) => kind === 'ApplicationSet')
    .map(object => {
      const { spec } = object as Fields
      const globs = spec?.generators?.flatMap(({ git }) => git?.directories?.map(({ path }) => path.replace(`/${env}/`, '/env/')) ?? [])
      return `${object.metadata.name} ${spec?.template?.spec?.project} ${globs?.join(' ')}`
    })

/** Argo CD's objects from `root` to units, as every environment has them. Throws a Failure when environments differ. */
export const unitsDiagram = (root: string): string => {
  const [first, ...others] = [...argo(root)].map(([env, objects]) => ({ env, sets: sets(env, objects), charts: chartsIn(objects) }))
  if (!first) throw new Failure('tests/golden/argo has no renders; run: pnpm render --update')
  const odd = others.find(other => other.sets.join() !== first.sets.join() || other.charts !== first.charts)
  if (odd)
    throw new Failure(`the ApplicationSets of ${odd.env} aren't those of ${first.env}: draw them apart in scripts/lib/documents/units.ts`)
  const lines = first.sets.flatMap(one => {
    const [name = '', project = '', ...globs] = one.split(' ')
    return [
      `root --> ${name}([ApplicationSet ${name}])`,
      ...globs.map((glob, at) => `${name} -->|project ${project}| ${name}-${at}["${glob}"]`),
    ]
  })
  return flowchart('LR', [...lines, `root --> platform["${first.charts} Applications of project platform: charts"]`])
}

const chartsIn = (objects: readonly KubeObject[]): number =>
  objects.filter(object => object.kind === 'Application' && (object as Fields).spec?.project === 'platform').length
