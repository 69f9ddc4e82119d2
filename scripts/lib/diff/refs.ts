import { Failure } from '../failure.ts'
import { git, resolveCommit } from '../git.ts'
import { commitsAt } from '../git-entries.ts'
import type { SideName } from './data.ts'

/** What is asked to be compared; without `base`, what head has on top of main. `skew` looks at head alone. */
export type Asked = { base: string | undefined; head: string | undefined; skew?: object | undefined }

const attempt = (root: string, args: string[]): string | undefined => {
  try {
    return git(root, args).toString().trim()
  } catch {
    return undefined
  }
}

/**
 * The two sides by name. Throws a Failure with the git command that helps when a commit isn't here, the clone is shallow, or the two
 * have no common past.
 */
export const findSides = (root: string, { base, head, skew }: Asked): { base: SideName; head: SideName } => {
  if (base !== undefined && !skew) {
    const [old, next] = commitsAt(root, [base, head ?? 'HEAD']) ?? []
    if (old && next) return { base: commitName(base, old), head: headAt(head, next) }
  }
  const headName = headAt(head, head === undefined ? headOf(root) : resolveCommit(root, head, '--head'))
  if (skew) return { base: headName, head: headName }
  if (base !== undefined) return { base: commitName(base, resolveCommit(root, base, '--base')), head: headName }
  const main = ['origin/main', 'main'].find(ref => attempt(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]) !== undefined)
  if (main === undefined)
    throw new Failure(
      'there is no main nor origin/main to compare with; name the base with --base REF, or get it with: git fetch origin main',
    )
  return { base: commitName(`merge base with ${main}`, mergeBase(root, main, headName)), head: headName }
}

/** The commit that the working tree stands on. Throws a Failure where there is no repository, or no commit in it. */
export const headOf = (root: string): string => {
  const commit = attempt(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
  if (commit) return commit
  try {
    git(root, ['rev-parse', '--git-dir'])
  } catch (error) {
    if (!(error instanceof Failure) || !error.message.includes('not a git repository')) throw error
    throw new Failure(`${root} is not in a Git repository, and this compares what Git holds; run it in a clone`)
  }
  throw new Failure('this repository has no commit yet, so there is nothing to compare with; commit first')
}

const commitName = (ref: string, commit: string): SideName => ({ ref, tree: commit, commit })

const headAt = (head: string | undefined, commit: string): SideName =>
  head === undefined ? { ref: 'working tree', tree: 'work', commit } : commitName(head, commit)

const mergeBase = (root: string, main: string, head: SideName): string => {
  const found = attempt(root, ['merge-base', main, head.commit])
  if (found) return found
  const shallow = attempt(root, ['rev-parse', '--is-shallow-repository']) === 'true'
  throw new Failure(
    shallow
      ? `this clone is shallow and doesn't reach what ${head.ref} and ${main} have in common; get the rest with: git fetch --unshallow`
      : `${head.ref} and ${main} have no common commit; name the base with --base REF`,
  )
}
