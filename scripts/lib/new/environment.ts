import { type Edit, editOf, textOf } from '../edit/edits.ts'
import { environmentsOf } from '../environments.ts'
import { Failure } from '../failure.ts'
import { listInside } from '../files.ts'
import { namespaceOf } from '../tree/overlays.ts'
import { type Ask, answers, type Question } from './ask.ts'
import { checkName, newFile, type Plan } from './plan.ts'

const questions: Question[] = [
  { flag: 'like', question: 'Which environment it is like', or: 'staging' },
  { flag: 'revision', question: 'What it runs: a branch or a tag', or: 'main' },
]

const folders = ['base/env', 'argo/env', 'overlays', 'platform/values']

/** Plans a new environment as a copy of another with its own name; offline, which is built on prod, can't be copied. */
export const planEnvironment = async (
  root: string,
  name: string,
  given: Record<string, string | undefined>,
  ask: Ask | undefined,
): Promise<Plan> => {
  checkName('an environment', name)
  const { like = '', revision = '' } = await answers(questions, given, ask)
  if (like === 'offline') throw new Failure('--like offline: offline is built on prod; take prod')
  if (!/^[\w.-]+$/.test(like) || textOf(root, `base/env/${like}/environment.yaml`) === undefined)
    throw new Failure(`--like ${like}: there is no base/env/${like}; name an environment that is there`)
  if (!/^[\w./-]+$/.test(revision)) throw new Failure(`--revision ${revision}: write a branch, a tag or a commit`)
  const copies = folders.flatMap(folder => listInside(root, `${folder}/${like}`).map(path => copyOf(root, path, folder, like, name)))
  const edits = copies.map(edit =>
    edit.path === `argo/env/${name}/environment.yaml`
      ? { ...edit, after: edit.after.replace(/^( {2}revision: ).*$/m, `$1${revision}`) }
      : edit,
  )
  const apps = [...new Set(edits.flatMap(({ path }) => new RegExp(`^overlays/${name}/([^/]+)/`).exec(path)?.[1] ?? []))].sort()
  return {
    edits: [...edits.map(({ path, after }) => newFile(root, path, after)), ...helmfile(root, like, name)],
    accepts: apps.map(app => `${name}/${app}`),
    apps: [name],
    next: [
      `${name} gets its versions ${likes(root, like)}, as ${like} does, and is held to as many workers: promoted-from and workers in base/env/${name}/environment.yaml`,
      `every address and host in base/env/${name}/environment.yaml is ${like}'s with another name: put in what the cluster really has`,
      `the same in platform/values/${name}/ and argo/env/${name}/environment.yaml`,
      'docs/operations/bootstrap.md from the top',
    ],
  }
}

/** Where versions of an environment come from, in words. */
const likes = (root: string, env: string): string => {
  const from = environmentsOf(root).find(({ name }) => name === env)?.promotedFrom
  return from === undefined ? 'by pnpm image' : `from ${from}`
}

/** A file of the other environment with the new name in its place; what an app calls its namespace follows the tree's rule. */
const copyOf = (root: string, path: string, folder: string, like: string, name: string): Edit => {
  const formdb = 'formdb-http-api'
  const text = (textOf(root, path) ?? '')
    .replaceAll(new RegExp(`\\b${namespaceOf(like, formdb)}\\b`, 'g'), namespaceOf(name, formdb))
    .replaceAll(new RegExp(`\\b${like}\\b`, 'g'), name)
  const target = `${folder}/${name}/${path.slice(`${folder}/${like}/`.length)}`
  // Two equal files would be one thing in two places; the comment says why these may grow apart.
  const after = text === textOf(root, path) ? `# chosen: as in ${like}, until ${name} has numbers of its own\n${text}` : text
  return { path: target, before: undefined, after }
}

/** Day 0 of the new cluster, as the other's. */
const helmfile = (root: string, like: string, name: string): Edit[] => {
  const file = 'platform/helmfile.yaml'
  const text = textOf(root, file)
  const block = new RegExp(`^ {2}${like}:\\n(?: {4}.*\\n)+`, 'm').exec(text ?? '')?.[0]
  if (text === undefined || block === undefined || new RegExp(`^ {2}${name}:$`, 'm').test(text)) return []
  // The anchor stands where it stood; the copy refers to it.
  const copy = block.replace(`  ${like}:`, `  ${name}:`).replace(/&(\w+) \{[^}]*\{[^}]*\}[^}]*\}/, '*$1')
  return [
    editOf(
      root,
      file,
      text.replace(block, () => `${block}${copy}`),
    ),
  ]
}
