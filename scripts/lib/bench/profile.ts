import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../tools.ts'
import { forget, type Ground, layout, ours } from './cases.ts'
import { corpus } from './corpus.ts'
import { row } from './figures.ts'
import { measure } from './measure.ts'
import { makeRepository } from './repository.ts'
import { goStacks, nodeStacks, type Part, type Stack, sharesOf } from './stacks.ts'

const inEngine: readonly Part[] = [
  [/gcBgMarkWorker|gcAssistAlloc|bgsweep|bgscavenge/, 'collects garbage'],
  [/engine\.checkYAML/, 'our limits of nesting and aliases'],
  [/engine\.\(\*(view|workTree)\)/, 'looks at files, reads them, remembers which'],
  [/engine\.\(\*guard\)/, 'our guard reads the kustomizations first'],
  [/engine\.\(\*reply\)\.marshal|engine\.\(\*engine\)\.send|engine\.line/, 'writes the result as YAML and as JSON'],
  [/configureBuiltinPlugin/, 'kustomize configures its transformers and generators, each through YAML'],
  [/builtinconfig|MergeConfig/, 'kustomize merges the configurations of transformers'],
  [/FixBackReferences/, 'kustomize corrects references to names'],
  [/TransformerPlugin\)\.Transform|multiTransformer/, 'kustomize transforms objects'],
  [/GeneratorPlugin\)\.Generate|NewResMapFrom|accumulateFile/, 'kustomize parses and generates objects'],
  [/types\.\(\*Kustomization\)|KustTarget\)\.Load/, 'kustomize reads the kustomizations'],
  [/krusty|KustTarget/, 'kustomize, the rest'],
]

const inNode: readonly Part[] = [
  [/^\(garbage collector\)/, 'collects garbage'],
  [/lib\/(report\/(redact|secrets-in)|secret\/)/, 'looks for secrets that nothing may show or keep'],
  [/lib\/cache\//, 'keeps renders: fingerprints, digests, files'],
  [/lib\/(render-judge|files)\.ts/, 'writes .rendered/'],
  [/lib\/kubeconform\.ts/, 'hands objects to kubeconform and reads its answer'],
  [/lib\/engine/, 'talks with the engines'],
  [/node:internal\/(modules|deps|main|bootstrap)/, 'loads code'],
]

/** CPU seconds of the programs of one cold render, what it took as a whole, and the stacks of Node and of an engine. */
export const profile = async (ground: Ground, units: number): Promise<string> => {
  const root = join(ground.folder, `profile-${units}`)
  makeRepository(root, corpus(units))
  const render = ours(ground, root, 'render', ...layout)
  const cold = async (...flags: string[]): ReturnType<typeof measure> => {
    forget(ground)
    return measure({ ...render, args: [...flags, ...render.args] })
  }
  await cold()
  const { cpu, programs } = await cold()
  await cold('--cpu-prof', '--cpu-prof-dir', ground.folder)
  const [file = ''] = readdirSync(ground.folder).filter(name => name.endsWith('.cpuprofile'))
  const node = nodeStacks(readFileSync(join(ground.folder, file), 'utf8'))
  return profileTable({ units, cpu, programs, node, engine: goStacks(engineTraces(ground, root)) })
}

type Taken = { units: number; cpu: number; programs: ReadonlyMap<string, number>; node: readonly Stack[]; engine: readonly Stack[] }

/** Shares of all CPU time: what programs took, divided among the parts of each as their stacks are. What is no other program's is Node's. */
export const profileTable = ({ units, cpu, programs, node, engine }: Taken): string => {
  const [built = 0, validated = 0] = ['engine', 'kubeconform'].map(name => (programs.get(name) ?? 0) / cpu)
  const partsOf = (who: string, whole: number, shares: Map<string, number>): { who: string; name: string; share: number }[] =>
    [...shares].map(([name, share]) => ({ who, name, share: share * whole }))
  const lines = [
    ...partsOf('engine', built, sharesOf(engine, inEngine, 'starts, the rest')),
    { who: 'kubeconform', name: 'validates objects', share: validated },
    ...partsOf('Node', 1 - built - validated, sharesOf(node, inNode, 'the rest')),
  ].sort((a, b) => b.share - a.share)
  return [
    `${units} units, cold: ${cpu.toFixed(1)} s of CPU; shares are of all of it.`,
    '',
    row('who', 'does what', 'share'),
    row('---', '---', '---'),
    ...lines.map(({ who, name, share }) => row(who, name, `${(share * 100).toFixed(1)} %`)),
    '',
  ].join('\n')
}

/** One engine builds every unit, as in tools/engine/profile_test.go; answers with its stacks as text. */
const engineTraces = (ground: Ground, root: string): string => {
  const [binary, samples] = [join(ground.folder, 'engine.test'), join(ground.folder, 'engine.pprof')]
  const run = (args: string[], cwd: string): string =>
    execFileSync('go', args, { cwd, env: { ...process.env, PROFILE_ROOT: root, CGO_ENABLED: '0' }, encoding: 'utf8', maxBuffer: 2 ** 30 })
  run(['test', '-run', '^$', '-bench', 'Render', '-benchtime', '2x', '-cpuprofile', samples, '-o', binary, './engine'], join(home, 'tools'))
  return run(['tool', 'pprof', '-traces', binary, samples], ground.folder)
}
