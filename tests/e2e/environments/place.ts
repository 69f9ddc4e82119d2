import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject } from 'vitest'
import { type Argo, argo } from '../../../scripts/lib/e2e/argo.ts'
import { namespace } from '../../../scripts/lib/e2e/argo-processes.ts'
import { type Cluster, cluster } from '../../../scripts/lib/e2e/cluster.ts'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { type GitRepo, git, gitRepo } from '../../../scripts/lib/e2e/git-repo.ts'
import { heldOut, withoutCharts } from '../../../scripts/lib/e2e/held-out.ts'
import { type Live, list } from '../../../scripts/lib/e2e/objects.ts'
import { render } from '../../../scripts/lib/e2e/render.ts'
import { rollouts } from '../../../scripts/lib/e2e/rollouts.ts'
import type { KubeObject } from '../../../scripts/lib/engine.ts'
import { type Answering, answering, asking } from './analyses.ts'

/** How long everything that an environment holds may take on two busy cores. */
export const patience = 480

/** One environment with its own cluster and Argo CD, which all its proofs share. */
export type Place = {
  env: string
  run: Cluster
  repo: GitRepo
  argoCd: Argo
  /** What argo/env/<env> renders as it is in this checkout, the Applications of charts among it. */
  registered: KubeObject[]
  /** The commit that holds what this checkout holds. */
  checkout: string
  applications: () => Promise<Live[]>
  /** The files of a folder in the newest commit. */
  files: (folder: string) => string[]
  prometheus: Answering
  /** Releases the newest commit: prod and offline run a tag, the others follow main. Answers with the commit. */
  release: () => string
}

/** An empty cluster with an Argo CD that knows nothing but its own settings and projects. Charts are held out of what `root` syncs. */
export const makePlace = async (env: string): Promise<Place> => {
  const run = await cluster(inject('run'), `environment-${env}`)
  await rollouts(run)
  const repo = gitRepo(join(run.processes.data, 'git'))
  const checkout = repo.head()
  const registered = await render(repo.work, `argo/env/${env}`)
  const prometheus = await answering()
  repo.commit('Hold charts out, and have analyses ask the stand-in', { ...withoutCharts(registered), ...asking(prometheus) })
  const release = (): string => {
    repo.tag('v0.0.0')
    return repo.head()
  }
  release()
  const argoCd = await argo(run, repo, env)
  const applications = (): Promise<Live[]> => list(run.api, 'argoproj.io/v1alpha1', 'Application', { namespace })
  const files = (folder: string): string[] => git(repo.work, 'ls-files', folder).split('\n')
  return { env, run, repo, argoCd, registered, checkout, applications, files, prometheus, release }
}

/** What is left to do, in a few words per Application. */
const unsettled = (apps: Live[]): object =>
  Object.fromEntries(
    apps.flatMap(({ metadata, status }) => {
      const { sync, health, operationState, conditions, resources = [] } = status ?? {}
      if (sync?.status === 'Synced' && health?.status === 'Healthy') return []
      const open = resources.filter((r: Live) => r.status !== 'Synced' || (r.health && r.health.status !== 'Healthy'))
      const said = conditions?.map(({ message }: { message: string }) => message)
      return [[metadata.name, { sync: sync?.status, health: health?.status, operation: operationState?.message, said, open }]]
    }),
  )

/** The Applications that aren't held out: root, and one for each overlay. */
const allNames = ({ env, repo }: Place): string[] => ['root', ...readdirSync(join(repo.work, 'overlays', env)).map(app => `${app}-${env}`)]

/**
 * Waits until every Application that isn't held out is Synced to the newest commit and Healthy; answers with how many objects they have.
 * @param names these alone: the others haven't been told to look at the newest commit yet
 */
export const settled = (place: Place, names?: readonly string[]): Promise<number> =>
  eventually(async () => {
    const { repo, applications } = place
    const asked = ({ metadata: { name } }: Live): boolean => (names ? names.includes(name) : !heldOut().has(name))
    const all = (await applications()).filter(asked)
    expect(all.map(({ metadata }) => metadata.name).sort()).toEqual([...(names ?? allNames(place))].sort())
    expect(unsettled(all)).toEqual({})
    for (const { metadata, status } of all) expect(status.sync.revision, metadata.name).toBe(repo.head())
    return all.reduce((sum, { status }) => sum + (status.resources?.length ?? 0), 0)
  }, patience)
