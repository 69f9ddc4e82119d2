import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { textOf } from '../edit/edits.ts'
import { Failure } from '../failure.ts'
import { reason } from '../files.ts'
import { type Ask, answers, type Question } from './ask.ts'
import { checkName, newFile, type Plan } from './plan.ts'

const questions: Question[] = [
  { flag: 'purpose', question: 'What it adds, in a sentence' },
  { flag: 'needs', question: 'What it needs of whoever includes it', or: 'nothing' },
]

type Taken = { path: string; text: string; patch: boolean }

/** A file to take in: an object is named for its kind, a JSON6902 patch keeps its name in patches/. Throws a Failure for anything else. */
const take = (file: string): Taken => {
  let text: string
  try {
    text = readFileSync(resolve(process.env.INIT_CWD ?? '.', file), 'utf8')
  } catch (error) {
    throw new Failure(`--file ${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : reason(error)}`)
  }
  const document = parseDocument(text)
  if (document.errors[0]) throw new Failure(`--file ${file}: not one YAML document: ${document.errors[0].message.split('\n')[0]}`)
  const content = document.toJS() as { kind?: unknown; apiVersion?: unknown } | unknown[] | null
  if (Array.isArray(content)) return { path: `patches/${basename(file)}`, text, patch: true }
  if (typeof content?.kind !== 'string' || typeof content.apiVersion !== 'string')
    throw new Failure(`--file ${file}: neither an object (apiVersion, kind) nor a JSON6902 patch (a list)`)
  return { path: `${content.kind.toLowerCase()}.yaml`, text, patch: false }
}

const kustomization = (purpose: string, taken: readonly Taken[], target: string): string => {
  const resources = taken.filter(({ patch }) => !patch).map(({ path }) => `  - ${path}\n`)
  const patches = taken.filter(({ patch }) => patch).map(({ path }) => `  - path: ${path}\n    target:\n      kind: ${target}\n`)
  const fields = [
    ...(resources.length > 0 ? ['resources:\n', ...resources] : []),
    ...(patches.length > 0 ? ['patches:\n', ...patches] : []),
  ]
  return `# ${purpose}\napiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${fields.join('')}`
}

/** Plans a new Component. Throws a Failure for what can't be one. */
export const planComponent = async (
  root: string,
  name: string,
  given: Record<string, string | undefined>,
  ask: Ask | undefined,
  files: readonly string[],
): Promise<Plan> => {
  checkName('a component', name)
  const said = await answers(questions, given, ask)
  const { app, target = 'Deployment' } = given
  if (app !== undefined && textOf(root, `apps/${app}/kustomization.yaml`) === undefined)
    throw new Failure(`--app ${app}: no such app; see: ls apps`)
  if (!/^[A-Z]\w+$/.test(target)) throw new Failure(`--target ${target}: write a kind, like Deployment`)
  const folder = app === undefined ? `base/components/${name}` : `apps/${app}/components/${name}`
  const purpose = `${(said.purpose ?? '').trim().replace(/\.$/, '')}.`
  if (purpose.includes('\n') || purpose.length < 10)
    throw new Failure('--purpose: say in one sentence what it adds; it stands in the table of base/README.md')
  const taken = files.map(take)
  const twice = taken.find(({ path }, i) => taken.findIndex(other => other.path === path) !== i)
  if (twice) throw new Failure(`--file: two files would become ${twice.path}; take one in, and add the other by hand`)
  const readme = `# ${name}\n\n${purpose}\n\nNeeds ${(said.needs ?? '').replace(/\.$/, '')}.\n`
  return {
    edits: [
      newFile(root, `${folder}/kustomization.yaml`, kustomization(purpose, taken, target)),
      ...(said.needs === 'nothing' ? [] : [newFile(root, `${folder}/README.md`, readme)]),
      ...taken.map(({ path, text }) => newFile(root, `${folder}/${path}`, text)),
    ],
    accepts: [],
    apps: [],
    next: [
      ...(taken.length === 0 ? [`put what it adds into ${folder}/ and list it in its kustomization.yaml`] : []),
      'include it in a unit, in the order that base/README.md tells',
    ],
  }
}
