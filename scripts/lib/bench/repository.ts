import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Corpus } from './corpus.ts'

const identity = { GIT_AUTHOR_NAME: 'bench', GIT_AUTHOR_EMAIL: 'bench@example.com' }
const environment = { ...process.env, ...identity, GIT_COMMITTER_NAME: 'bench', GIT_COMMITTER_EMAIL: 'bench@example.com' }

/** Runs git in a corpus. */
export const git = (root: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: root, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()

/** Writes files of a corpus. */
export const writeFiles = (root: string, files: Corpus): void => {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

/** Makes a folder a repository with the corpus in one commit on main, in one pack as a clone has it: Git lists loose objects five times as long. */
export const makeRepository = (root: string, files: Corpus): void => {
  mkdirSync(root, { recursive: true })
  git(root, 'init', '--quiet', '--initial-branch=main')
  git(root, 'config', 'gc.auto', '0')
  writeFiles(root, files)
  git(root, 'add', '--all')
  git(root, 'commit', '--quiet', '--message=all')
  git(root, 'repack', '-a', '-d', '--quiet')
}

/** Commits a change of some files on top, and returns the commit before it. */
export const commitChange = (root: string, files: Corpus): string => {
  const before = git(root, 'rev-parse', 'HEAD')
  writeFiles(root, files)
  git(root, 'commit', '--quiet', '--all', '--message=change')
  return before
}
