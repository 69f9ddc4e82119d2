import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { commitAll, git, type Ran, run, tree } from '../helpers.ts'

/** Files to write, by path; undefined deletes, a function changes the text. */
export type Edits = { [path: string]: string | undefined | ((text: string) => string) }

/** Changes the working tree of a repository. */
export const edit = (root: string, edits: Edits): void => {
  for (const [path, change] of Object.entries(edits)) {
    const full = join(root, path)
    if (change === undefined) rmSync(full, { recursive: true })
    else {
      mkdirSync(dirname(full), { recursive: true })
      writeFileSync(full, typeof change === 'string' ? change : change(readFileSync(full, 'utf8')))
    }
  }
}

/** A repository with two apps in dev and prod and the Argo CD that runs them, everything committed on main. */
export const shop = (): string => {
  const root = tree('diff/shop')
  commitAll(root)
  git(root, 'tag', 'v1')
  return root
}

/** Commits what was edited, and returns the commit. */
export const commit = (root: string, edits: Edits): string => {
  edit(root, edits)
  git(root, 'add', '--all')
  git(root, 'commit', '--quiet', '--allow-empty', '--message=edit')
  return git(root, 'rev-parse', 'HEAD')
}

/** Runs `pnpm diff` in a repository. */
export const diff = (root: string, ...args: string[]): Ran => run('diff', ['--root', root, ...args])

/** The report as data; the run must have ended with this exit code. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into JSON as a reader of it does
export const diffJson = (root: string, ...args: string[]): any => JSON.parse(diff(root, '--json', ...args).stdout)
