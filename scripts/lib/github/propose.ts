import { execFileSync } from 'node:child_process'
import { Failure, inline } from '../failure.ts'
import { gitPath } from '../git.ts'
import { Refused } from './answer.ts'
import type { GitHub } from './api.ts'

/** A pull request that a workflow opens with what it has changed in its checkout. */
export type Proposal = { branch: string; title: string; body: string }

const bot = ['user.name=github-actions[bot]', 'user.email=41898282+github-actions[bot]@users.noreply.github.com']

/** Git as the checkout is set up: with the remote and the credentials of the workflow. */
const git = (root: string, ...args: string[]): string => {
  const path = gitPath()
  if (!path) throw new Failure('git is not on PATH; install it')
  try {
    const given = [...bot.flatMap(setting => ['-c', setting]), '-c', 'core.hooksPath=/dev/null', ...args]
    return execFileSync(path, given, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? error).trim()
    throw new Failure(`git ${args[0]} failed: ${inline(said.split('\n').at(0) ?? '')}`, 1)
  }
}

/**
 * Commits everything that differs, pushes it as a branch and opens its pull request against main. What was proposed before stays as it is:
 * somebody may have worked on the branch. Returns what it did, in a sentence.
 */
export const propose = async (root: string, github: GitHub, { branch, title, body }: Proposal): Promise<string> => {
  if (!/^[a-z]+\/[\w.-]{1,180}$/.test(branch) || branch.includes('..'))
    throw new Failure(`"${inline(branch)}" is no branch like image/app-1.2.3`)
  if (git(root, 'status', '--porcelain') === '') return 'nothing has changed; nothing to propose'
  if (git(root, 'ls-remote', '--heads', 'origin', `refs/heads/${branch}`) === '') {
    git(root, 'switch', '--quiet', '--create', branch)
    git(root, 'add', '--all')
    git(root, 'commit', '--quiet', '--message', title)
    git(root, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`)
  }
  try {
    const { html_url: url } = await github.ask<{ html_url: string }>('POST', 'pulls', { title, head: branch, base: 'main', body })
    return `opened ${inline(url)}`
  } catch (error) {
    // The only pull request that GitHub refuses for a branch with commits is a second one.
    if (error instanceof Refused && error.status === 422 && /already exists/.test(error.message)) return `${branch} is proposed already`
    throw error
  }
}
