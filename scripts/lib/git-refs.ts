import { git } from './git.ts'

/** Full names of the refs that a short name may mean; of a branch, those of remotes where there are any: they are what others see. */
export const refsOf = (root: string, kind: 'branch' | 'tag', name: string): string[] => {
  if (!/^[\w./+@-]+$/.test(name)) return []
  const list = (...patterns: string[]): string[] =>
    git(root, ['for-each-ref', '--format=%(refname)', ...patterns])
      .toString()
      .split('\n')
      .filter(Boolean)
  if (kind === 'tag') return list(`refs/tags/${name}`).filter(ref => ref === `refs/tags/${name}`)
  const remote = list('refs/remotes').filter(ref => ref.split('/').slice(3).join('/') === name)
  return remote.length > 0 ? remote : list(`refs/heads/${name}`).filter(ref => ref === `refs/heads/${name}`)
}

/** Whether one commit is in the history of another, or the same. */
export const isAncestor = (root: string, commit: string, of: string): boolean =>
  git(root, ['rev-list', '--max-count=1', commit, '--not', of]).length === 0
