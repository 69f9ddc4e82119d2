import { join } from 'node:path'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { argo } from '../../../scripts/lib/e2e/argo.ts'
import { type Cluster, cluster } from '../../../scripts/lib/e2e/cluster.ts'
import { gitRepo } from '../../../scripts/lib/e2e/git-repo.ts'
import { rollouts } from '../../../scripts/lib/e2e/rollouts.ts'
import { applicationSets } from './application-sets.ts'
import { failOnSharedResource } from './fail-on-shared-resource.ts'
import { ignoreExtraneous } from './ignore-extraneous.ts'
import { makeWorld, type World } from './place.ts'
import { pruneGuards } from './prune-guards.ts'
import { pruneLast } from './prune-last.ts'
import { respectIgnoreDifferences } from './respect-ignore-differences.ts'
import { revisionByTag } from './revision-by-tag.ts'
import { serverSideApply } from './server-side-apply.ts'

// One cluster for all, side by side: they wait for Argo CD more than they work. docs/decisions/argo-cd-settings.md draws the conclusions.
describe('What settings of Argo CD do', () => {
  let run: Cluster
  let shared: World
  const world = (): World => shared

  beforeAll(async () => {
    run = await cluster(inject('run'), 'settings')
    await rollouts(run)
    shared = makeWorld(run, await argo(run, gitRepo(join(run.processes.data, 'git')), 'prod'))
  })
  afterAll(() => run?.stop())

  failOnSharedResource(world)
  respectIgnoreDifferences(world)
  pruneLast(world)
  pruneGuards(world)
  ignoreExtraneous(world)
  applicationSets(world)
  revisionByTag(world)
  serverSideApply(world)
})
