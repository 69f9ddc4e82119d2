import type { KubeObject } from '../engine.ts'
import { git, resolveCommit } from '../git.ts'
import type { ApplicationChange, SideName } from './data.ts'

/** What an environment runs: the one revision that all its ApplicationSets name; undefined when there are none, or they differ. */
export const revisionIn = (objects: readonly KubeObject[]): string | undefined => {
  const found = objects
    .filter(({ kind }) => kind === 'ApplicationSet')
    .flatMap(({ spec }) => {
      const { template } = (spec ?? {}) as { template?: { spec?: { source?: { targetRevision?: string } } } }
      return template?.spec?.source?.targetRevision ?? []
    })
  return new Set(found).size === 1 ? found[0] : undefined
}

/** Tells whether a revision moves with a merge, because it is a branch, or stays until someone names another. */
export const reachesOf = (root: string): ((revision: string) => ApplicationChange['reaches']) => {
  const known = git(root, ['for-each-ref', '--format=%(refname:lstrip=-1)', 'refs/heads', 'refs/remotes']).toString().split('\n')
  const branches = new Set(['HEAD', '', 'main', ...known])
  return revision => (branches.has(revision.replace(/^refs\/heads\//, '')) ? 'merge' : 'release')
}

/** The commit that a revision means. A branch is where the side itself stands: what is merged is what a branch will be. */
export const commitOf = (root: string, revision: string, side: SideName, reaches: ApplicationChange['reaches']): SideName | string => {
  if (reaches === 'merge') return { ...side, ref: revision }
  try {
    const commit = resolveCommit(root, revision)
    return { ref: revision, tree: commit, commit }
  } catch {
    return `${revision} is not in this clone; get it with: git fetch --tags`
  }
}
