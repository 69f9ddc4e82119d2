import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Argo, argo } from '../../scripts/lib/e2e/argo.ts'
import { type Cluster, cluster } from '../../scripts/lib/e2e/cluster.ts'
import { eventually } from '../../scripts/lib/e2e/eventually.ts'
import { type GitRepo, gitRepo } from '../../scripts/lib/e2e/git-repo.ts'
import { patch } from '../../scripts/lib/e2e/objects.ts'
import { rollouts } from '../../scripts/lib/e2e/rollouts.ts'
import { type Canary, canaryOf, patience } from './canary.ts'

const app = 'tartware-settings-service'
/** The Service that tenants who asked for it are sent to. */
const early = `${app}-canary`
const overlay = `overlays/prod/${app}`

describe("A canary of one of Tartware's services in prod", () => {
  let run: Cluster
  let repo: GitRepo
  let argoCd: Argo
  let canary: Canary

  /** Moves the tag that prod runs. */
  const release = (commit: string): string => {
    repo.tag('v0.0.0', commit)
    return commit
  }
  /** A new image that reads other settings than the stable one. */
  const change = (version: string): string =>
    release(
      repo.commit(`Release ${version}`, {
        [`${overlay}/kustomization.yaml`]: text => text.replace(/newTag: \S+/, `newTag: ${version}`),
        [`${overlay}/patches/settings.yaml`]: text => text.replace(/^data:/m, `data:\n  RELEASE: "${version}"`),
      }),
    )
  const synced = async (commit: string): Promise<void> => {
    await argoCd.refresh()
    await eventually(async () => {
      const { sync, operationState } = (await argoCd.application(`${app}-prod`)).status ?? {}
      const seen = [sync?.status, operationState?.phase, operationState?.syncResult?.revision]
      expect(seen, operationState?.message).toEqual(['Synced', 'Succeeded', commit])
    }, patience)
  }
  const midCanary = async (version: string): Promise<string> => {
    const commit = change(version)
    await synced(commit)
    await canary.phase('Paused', 1)
    expect(await canary.weights()).toEqual([80, 20])
    return commit
  }
  /** Back where it was: every request and every pod the first version's. */
  const stable = async (commit: string, settings: string[]): Promise<void> => {
    await synced(commit)
    await canary.phase('Healthy')
    const seen = async (): Promise<unknown[]> => [await canary.weights(), await canary.tags(), await canary.settings()]
    await eventually(async () => expect(await seen()).toEqual([[100, 0], new Set(['0.1.0']), settings]), patience)
  }

  beforeAll(async () => {
    run = await cluster(inject('run'), 'tartware-canary')
    canary = canaryOf(run.api, app)
    await rollouts(run)
    repo = gitRepo(join(run.processes.data, 'git'))
    release(repo.head())
    argoCd = await argo(run, repo, 'prod')
    await argoCd.start('tartware-services')
  })
  afterAll(() => run?.stop())

  let settings: string[]

  test('the first version is synced, and the autoscaler brings the Rollout to its minimum', async () => {
    await eventually(() => argoCd.application(`${app}-prod`), patience)
    await synced(repo.head())
    await canary.phase('Healthy')
    await eventually(async () => expect((await canary.read()).status.readyReplicas).toBe(4), patience)
    expect(await canary.weights()).toEqual([100, 0])
    settings = await canary.settings()
    expect(settings).toHaveLength(1)
  })

  let commit: string

  test('a new version gets a fifth of the requests and soaks; Argo CD leaves the weights alone', async () => {
    commit = await midCanary('0.2.0')
    const { spec, status } = await canary.read()
    expect(spec.strategy.canary.steps[status.currentStepIndex]).toEqual({ pause: { duration: '300s' } })
    expect([await canary.behind(app), await canary.behind(early)]).toEqual([status.stableRS, status.currentPodHash])
    expect(await canary.tags()).toEqual(new Set(['0.1.0', '0.2.0']))
    await synced(commit)
    expect([await canary.weights(), await canary.settings()]).toEqual([[80, 20], settings])
  })

  test("an abort gives every request back to the stable version, early tenants' too, and the revert makes it Healthy", async () => {
    await patch(run.api, canary.ref('argoproj.io/v1alpha1', 'Rollout'), { status: { abort: true } }, 'status')
    const { status } = await canary.phase('Degraded')
    await eventually(
      async () => expect([await canary.weights(), await canary.behind(early)]).toEqual([[100, 0], status.stableRS]),
      patience,
    )
    await stable(release(repo.revert(commit)), settings)
  })

  test('a git revert in mid-canary is synced, and the stable pods never miss their settings', async () => {
    const next = await midCanary('0.3.0')
    expect(await canary.settings()).toEqual(settings)
    await stable(release(repo.revert(next)), settings)
  })

  test('a canary whose metrics nobody can read is aborted by its analysis', async () => {
    const next = await midCanary('0.4.0')
    await patch(run.api, canary.ref('argoproj.io/v1alpha1', 'Rollout'), { status: { pauseConditions: null } }, 'status')
    const { status } = await canary.phase('Degraded')
    expect(status.message).toMatch(/RolloutAborted.*(success-rate|latency-p95)/)
    await stable(release(repo.revert(next)), settings)
  })
})
