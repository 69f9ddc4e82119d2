import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { git } from '../../../scripts/lib/e2e/git-repo.ts'
import { heldOut } from '../../../scripts/lib/e2e/held-out.ts'
import type { Live } from '../../../scripts/lib/e2e/objects.ts'
import type { KubeObject } from '../../../scripts/lib/engine.ts'
import { goldenFolder } from '../../../scripts/lib/golden.ts'
import { home } from '../../../scripts/lib/tools.ts'
import type { Place } from './place.ts'

const tracking = 'argocd.argoproj.io/tracking-id'

/** Keys in one order, at every depth: what is compared is what is said, and the order of the objects. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  )
}

/** Without the one annotation that Argo CD adds, and without the map that it may have made for it. */
const untracked = (object: KubeObject): KubeObject => {
  const { annotations, ...metadata } = object.metadata as Live['metadata']
  const { [tracking]: _, ...rest } = annotations ?? {}
  return { ...object, metadata: Object.keys(rest).length > 0 ? { ...metadata, annotations: rest } : metadata } as KubeObject
}

const texts = (objects: KubeObject[]): string[] => objects.map(object => JSON.stringify(canonical(object)))
const objectsOf = (yaml: string): KubeObject[] => parseAllDocuments(yaml).map(document => document.toJS())

/** The golden file of an Application's source. */
const goldenOf = (path: string): string => `${goldenFolder}/${path.replace(/^argo\/env\//, 'argo/').replace(/^overlays\//, '')}.yaml`

/** The repository's address as a file of argo/ gives it. */
const addressIn = (file: string): string => parse(readFileSync(join(home, file), 'utf8')).data.url

/** Commits of this repository that changed an environment's golden files, newest first; a shallow clone has fewer. */
const commitsOf = (env: string, count: number): string[] =>
  git(home, 'log', `--max-count=${count}`, '--format=%H', '--', `${goldenFolder}/${env}`).split('\n').filter(Boolean)

export const fidelity = (place: () => Place): void => {
  /** Compares what Argo CD generates at a commit with the golden files of that commit; answers with how many objects were the same. */
  const same = async (commit: string, golden: (path: string) => string | undefined): Promise<number> => {
    const { argoCd, applications } = place()
    const compared = (await applications()).map(async ({ metadata, spec }) => {
      const yaml = heldOut().has(metadata.name) ? undefined : golden(goldenOf(spec.source.path))
      if (yaml === undefined) return 0
      const generated = (await argoCd.manifests(metadata.name, commit)).map(untracked)
      expect(texts(generated), `${metadata.name} at ${commit.slice(0, 12)}`).toEqual(texts(objectsOf(yaml)))
      return generated.length
    })
    return (await Promise.all(compared)).reduce((sum, count) => sum + count, 0)
  }
  const at = (folder: string, commit: string, path: string): string | undefined => {
    if (git(folder, 'ls-tree', '--name-only', commit, path) === '') return undefined
    return git(folder, 'show', `${commit}:${path}`)
  }

  test('what the repo-server generates for every Application is its golden file, object by object, in its order', async ({ task }) => {
    const { repo, checkout } = place()
    // Only this copy of the repository has another address.
    const addresses = ['argo/repository/repository.yaml', 'argo/env/offline/repository.yaml'].map(addressIn)
    const own = (text: string): string => addresses.reduce((sum, address) => sum.replaceAll(address, repo.url), text)
    const count = await same(checkout, path => {
      const text = at(repo.work, checkout, path)
      return text && own(text)
    })
    task.meta.objects = count
    expect(count).toBeGreaterThan(0)
  })

  test('and so it was at earlier commits of this repository', async ({ task }) => {
    const { env, repo } = place()
    git(repo.work, 'fetch', '--quiet', home, 'HEAD')
    git(repo.work, 'push', '--quiet', '--force', 'origin', 'FETCH_HEAD:refs/heads/history')
    const commits = commitsOf(env, 2)
    let count = 0
    for (const commit of commits) count += await same(commit, path => at(home, commit, path))
    task.meta.objects = count
    expect(count).toBeGreaterThan(0)
  })
}
