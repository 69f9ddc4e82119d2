import type { TestModule } from 'vitest/node'
import { standInKinds } from './stand-ins/statuses.ts'
import type { Version } from './versions.ts'

const standIns = [
  { file: 'statuses', stands: `the controllers of ${standInKinds.join(', ')}`, does: 'writes the status that says all is well' },
  { file: 'volumes', stands: 'the storage drivers', does: 'makes the volume that a claim waits for; Kubernetes binds it' },
  { file: 'metrics', stands: 'metrics-server and prometheus-adapter', does: 'reports that every running pod idles' },
  { file: 'prometheus', stands: 'Prometheus', does: 'answers every query of an analysis with one number, good or bad as a proof wants it' },
]

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`

/** Coarse, so that the file changes when something has changed and not with the weather: half minutes, rounded up. */
const duration = (ms: number): string => {
  const halves = Math.max(1, Math.ceil(ms / 30_000))
  return halves === 1 ? 'half a minute' : count(halves / 2, 'minute')
}

type Shown = { title: string; file: string; proofs: string[]; objects: number; ms: number }

/** The proofs of one file, under the name that the file gives them all. Throws when a file has no one name. */
const shown = (module: TestModule): Shown => {
  const titles = [...module.children].map(child => child.name)
  if (titles.length !== 1) throw new Error(`${module.relativeModuleId}: put all proofs in one describe; its name is the heading`)
  const title = titles[0] ?? ''
  const tests = [...module.children.allTests()]
  const proofs = tests.map(test => test.fullName.replace(`${title} > `, '').replaceAll(' > ', ': '))
  const objects = tests.reduce((sum, test) => sum + (test.meta().objects ?? 0), 0)
  return { title, file: module.relativeModuleId, proofs, objects, ms: module.diagnostic().duration }
}

/**
 * The text of docs/proof.md, from the results of a run that passed.
 * @param ms how long the run took, building aside
 */
export const proof = (versions: Version[], modules: TestModule[], ms: number): string => {
  const groups = modules.map(shown).sort((a, b) => (a.file < b.file ? -1 : 1))
  const total = groups.reduce((sum, { proofs }) => sum + proofs.length, 0)
  return `# Proof

What a real Kubernetes API server and a real Argo CD did with the manifests of this repository. \`pnpm e2e\` starts both here and proves
it again; \`pnpm e2e --write-proof\` writes this file. Every full run compares it with what it showed,
counts of objects and times aside.

## What was shown

${count(total, 'proof')} in ${count(groups.length, 'file')}, all passed.
${groups.map(({ title, file, proofs }) => `\n### ${title}\n\n[${file}](../${file})\n\n${proofs.map(name => `- ${name}`).join('\n')}\n`).join('')}
## What was real

Built from these Go modules. kwok plays the kubelets: pods are scheduled and become Ready, and no container runs.

${table(
  ['program', 'module', 'version'],
  versions.map(({ program, module, version }) => [program, module, version]),
)}

## What stood in

Controllers that can't run here are replaced by stand-ins that do the least that lets Argo CD judge health.

${table(
  ['stand-in', 'for', 'what it does'],
  standIns.map(({ file, stands, does }) => [`[${file}](../scripts/lib/e2e/stand-ins/${file}.ts)`, stands, does]),
)}
${times}
Rounded up to half minutes, with the programs built. The whole run: ${duration(ms)}.

${table(
  ['proofs of', 'number', 'objects applied', 'time'],
  groups.map(({ title, proofs, objects, ms }) => [title, String(proofs.length), objects > 0 ? String(objects) : '', duration(ms)]),
)}
`
}

const times = '\n## Counts and times\n'

/** The part of docs/proof.md that must be the same after every run; a manifest more changes a count, and no proof. */
export const untimed = (text: string): string => text.slice(0, Math.max(0, text.indexOf(times)))
