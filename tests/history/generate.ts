import { execFileSync } from 'node:child_process'
import { git, scratch } from '../helpers.ts'
import { fileEdits } from './edit-files.ts'
import { unitEdits } from './edit-units.ts'
import { initial, type State } from './initial.ts'
import { seeded } from './random.ts'
import { type Tree, written } from './tree.ts'

/** A commit of a generated history: the edit that made it, and the whole tree. */
export type Step = { edit: string; tree: Tree }

/** The files of a state. Where a file or link took the place of a folder, what was below it is gone. */
const treeOf = ({ files, kustomizations }: State): Tree => {
  const all: Tree = new Map(files)
  for (const [folder, kustomization] of kustomizations)
    all.set(`${folder}/${kustomization.file}`, { content: written(kustomization), mode: '100644' })
  const isBelowFile = (path: string): boolean => path.split('/').some((_, i, parts) => i > 0 && all.has(parts.slice(0, i).join('/')))
  return new Map([...all].filter(([path]) => !isBelowFile(path)))
}

/** So many edits on top of each other before the repository is whole again: most units build most of the time. */
const between = 8

/** A history of random edits of all kinds, the same for the same seed; the first step is the repository before any. */
export const history = (seed: number, count: number): Step[] => {
  const random = seeded(seed)
  const edits = { ...fileEdits, ...unitEdits }
  const names = Object.keys(edits)
  let state = initial()
  const steps: Step[] = [{ edit: 'initial', tree: treeOf(state) }]
  for (let n = 1; n <= count; n++) {
    if (n % between === 0) state = initial()
    const name = state.awaited === undefined ? random.pick(names) : 'makeAbsent'
    edits[name]?.(state, random, n)
    steps.push({ edit: n % between === 0 ? `whole again, ${name}` : name, tree: treeOf(state) })
  }
  return steps
}

/** Makes the history a Git repository, and returns its folder and its commits, oldest first. */
export const repositoryOf = (steps: readonly Step[]): { root: string; commits: string[] } => {
  const root = scratch('history')
  git(root, 'init', '--quiet', '--initial-branch=main')
  execFileSync('git', ['fast-import', '--quiet', '--done'], {
    cwd: root,
    input: Buffer.concat([...steps.map(commit), Buffer.from('done\n')]),
  })
  return { root, commits: git(root, 'rev-list', '--reverse', 'main').split('\n') }
}

const data = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')])
}

const quoted = (path: string): string => `"${[...Buffer.from(path)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`

const commit = ({ edit, tree }: Step, i: number): Buffer =>
  Buffer.concat([
    Buffer.from(`commit refs/heads/main\ncommitter test <test@example.com> ${1_700_000_000 + i} +0000\n`),
    data(edit),
    Buffer.from('deleteall\n'),
    ...[...tree].flatMap(([path, { content, mode }]) => [Buffer.from(`M ${mode} inline ${quoted(path)}\n`), data(content)]),
  ])
