import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Argo, argo } from '../../scripts/lib/e2e/argo.ts'
import { type Cluster, cluster } from '../../scripts/lib/e2e/cluster.ts'
import { eventually } from '../../scripts/lib/e2e/eventually.ts'
import { type GitRepo, gitRepo } from '../../scripts/lib/e2e/git-repo.ts'
import { list } from '../../scripts/lib/e2e/objects.ts'

describe('Argo CD and all that prod registers', () => {
  let run: Cluster
  let repo: GitRepo
  let argoCd: Argo

  beforeAll(async () => {
    run = await cluster(inject('run'), 'argo-registered')
    repo = gitRepo(join(run.processes.data, 'git'))
    repo.tag('v0.0.0')
    argoCd = await argo(run, repo, 'prod')
  })
  afterAll(() => run?.stop())

  test("every overlay has an Application, compared with the release, and no Application oversteps its project's rights", async () => {
    const sets = argoCd.objects.filter(({ kind }) => kind === 'ApplicationSet')
    await argoCd.start(...sets.map(({ metadata }) => metadata.name))
    const overlays = readdirSync(join(repo.work, 'overlays/prod'))
    await eventually(async () => {
      const applications = await list(run.api, 'argoproj.io/v1alpha1', 'Application', { namespace: 'argo' })
      expect(applications.map(({ metadata }) => metadata.name).sort()).toEqual(overlays.map(app => `${app}-prod`).sort())
      for (const { metadata, status } of applications) {
        expect(status?.sync?.revision, metadata.name).toBe(repo.head())
        // A project that forbids repository, namespace or a kind says so in a condition or in the result of the sync.
        const said = [...(status.conditions ?? []), ...(status.operationState?.syncResult?.resources ?? [])]
        expect(said.filter(({ type, message }) => type === 'InvalidSpecError' || /not permitted in project/.test(message ?? ''))).toEqual(
          [],
        )
        expect(status.operationState?.phase, metadata.name).toBeDefined()
      }
    }, 240)
  })
})
