import { execFileSync } from 'node:child_process'
import { cpSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { home } from '../tools.ts'

/** What a file becomes: its text, a function of the text it has, or nothing for a file to delete. */
export type Edits = { [path: string]: string | undefined | ((text: string) => string) }

export type GitRepo = {
  /** What Argo CD reads: a bare repository. */
  url: string
  /** A checkout of `main`, to render from. */
  work: string
  /** Commits edits to `main` and pushes; returns the commit. Throws when nothing changes. */
  commit: (message: string, edits: Edits) => string
  /** Reverts a commit on `main` and pushes; returns the commit that does. */
  revert: (commit: string) => string
  /** Puts a tag on a commit (the newest when none is given), or moves it, and pushes. */
  tag: (name: string, commit?: string) => void
  head: () => string
}

const identity = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com', '-c', 'commit.gpgSign=false']

/** Runs git without the settings of whoever runs this. */
export const git = (folder: string, ...args: string[]): string => {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  return execFileSync('git', [...identity, ...args], { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** Writes or deletes the files of a folder. */
export const write = (root: string, edits: Edits): void => {
  for (const [path, edit] of Object.entries(edits)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    if (edit === undefined) rmSync(file)
    else writeFileSync(file, typeof edit === 'function' ? edit(readFileSync(file, 'utf8')) : edit)
  }
}

const address = /^( {2}url: ).*$/m

/**
 * A repository with this checkout's files in one commit, uncommitted and untracked ones too, ignored ones not. The address of the
 * repository, one line in argo/ (and one for offline), is this repository's own, so that what argo/ renders points here.
 * @param folder new; deleted with what it is in
 */
export const gitRepo = (folder: string): GitRepo => {
  const [bare, work] = [join(folder, 'repository.git'), join(folder, 'work')]
  mkdirSync(work, { recursive: true })
  const url = pathToFileURL(bare).href
  for (const file of git(home, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0'))
    if (lstatSync(join(home, file), { throwIfNoEntry: false })?.isDirectory() === false)
      cpSync(join(home, file), join(work, file), { recursive: true, verbatimSymlinks: true })
  const own = (text: string): string => text.replace(address, `$1${url}`)
  write(work, { 'argo/repository/repository.yaml': own, 'argo/env/offline/repository.yaml': own })
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', bare)
  git(work, 'init', '--quiet', '--initial-branch=main')
  git(work, 'remote', 'add', 'origin', bare)

  const head = (): string => git(work, 'rev-parse', 'HEAD')
  const push = (...refs: string[]): string => {
    git(work, 'push', '--quiet', '--force', 'origin', ...refs)
    return head()
  }
  const commit: GitRepo['commit'] = (message, edits) => {
    write(work, edits)
    git(work, 'add', '--all')
    git(work, 'commit', '--quiet', `--message=${message}`)
    return push('main')
  }
  commit('What this checkout holds', {})
  return {
    url,
    work,
    commit,
    head,
    revert: commit => {
      git(work, 'revert', '--no-edit', commit)
      return push('main')
    },
    tag: (name, commit = 'HEAD') => {
      git(work, 'tag', '--force', name, commit)
      push(`refs/tags/${name}`)
    },
  }
}
