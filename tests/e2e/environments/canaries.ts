import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import type { Edits } from '../../../scripts/lib/e2e/git-repo.ts'
import { get, patch } from '../../../scripts/lib/e2e/objects.ts'
import { type Canary, canaryOf, patience } from './canary.ts'
import { type Place, settled } from './place.ts'

/** Step numbers: the first pause, at a fifth of the requests, and the second, at half of them. */
const [first, second] = [1, 4]

/** What is true of a service that runs one version and no canary. `early`: where tenants who asked for new versions are sent. */
type Resting = { weights: number[]; tags: Set<string>; settings: string[]; stable: string; early: string }
const early = (app: string): string => `${app}-canary`

/** All five services at once: they wait for Argo Rollouts more than they work. */
export const canaries = (place: () => Place): void => {
  let all: [string, Canary][]
  let before: Map<string, Resting>

  const each = (act: (canary: Canary, app: string) => Promise<unknown>): Promise<unknown> =>
    Promise.all(all.map(([app, canary]) => act(canary, app)))
  const resting = async (canary: Canary, app: string): Promise<Resting> => {
    const { spec, status } = await canary.phase('Healthy')
    expect([status.currentPodHash, status.readyReplicas]).toEqual([status.stableRS, spec.replicas])
    const [weights, tags, settings] = [await canary.weights(), await canary.tags(), await canary.settings()]
    const autoscaler = await get(place().run.api, canary.ref('autoscaling/v2', 'HorizontalPodAutoscaler'))
    expect(status.readyReplicas, app).toBeGreaterThanOrEqual(autoscaler.spec.minReplicas)
    return { weights, tags, settings, stable: await canary.behind(app), early: await canary.behind(early(app)) }
  }
  const names = (): string[] => all.map(([app]) => `${app}-prod`)
  const released = async (): Promise<void> => {
    place().release()
    await place().argoCd.refresh(names())
  }
  /** A version of every service that reads other settings than the one before. */
  const version = (tag: string): Edits =>
    Object.fromEntries(
      all.flatMap(([app]) => [
        [`overlays/prod/${app}/kustomization.yaml`, (text: string) => text.replace(/newTag: \S+/, `newTag: ${tag}`)],
        [`overlays/prod/${app}/patches/settings.yaml`, (text: string) => text.replace(/^data:/m, `data:\n  RELEASE: "${tag}"`)],
      ]),
    )
  const goOn = (canary: Canary): Promise<unknown> =>
    patch(place().run.api, canary.ref('argoproj.io/v1alpha1', 'Rollout'), { status: { pauseConditions: null } }, 'status')
  const back = async (commit: string): Promise<void> => {
    place().repo.revert(commit)
    await released()
    await settled(place(), names())
    await eventually(() => each(async (canary, app) => expect(await resting(canary, app), app).toEqual(before.get(app))), patience)
  }

  test("a canary of each of Tartware's services gets a fifth of the requests, passes its analysis, and gets half of them", async () => {
    const { repo, run } = place()
    const apps = readdirSync(join(repo.work, 'overlays/prod')).filter(app => app.startsWith('tartware-'))
    expect(apps).toHaveLength(5)
    all = apps.map(app => [app, canaryOf(run.api, app)])
    before = new Map(await Promise.all(all.map(async ([app, canary]) => [app, await resting(canary, app)] as const)))
    repo.commit('Release 9.0.0', version('9.0.0'))
    await released()
    await each(async (canary, app) => {
      const { spec, status } = await canary.phase('Paused', first)
      expect(spec.strategy.canary.steps[first]).toEqual({ pause: { duration: '300s' } })
      expect([await canary.behind(app), await canary.behind(early(app))], app).toEqual([status.stableRS, status.currentPodHash])
      expect(await canary.weights(), app).toEqual([80, 20])
      // Argo CD calls it Synced and leaves the weights alone.
      await eventually(async () => {
        const { sync } = (await place().argoCd.application(`${app}-prod`)).status
        expect([sync.status, sync.revision], app).toEqual(['Synced', repo.head()])
      }, patience)
      expect([await canary.weights(), await canary.settings()], app).toEqual([[80, 20], before.get(app)?.settings])
      await goOn(canary)
      await canary.phase('Paused', second)
      expect(await canary.weights(), app).toEqual([50, 50])
      expect(await canary.tags(), app).toEqual(new Set([...(before.get(app)?.tags ?? []), '9.0.0']))
    })
  })

  test('when Prometheus tells of errors the Rollout aborts, and the stable version serves every request again', async () => {
    place().prometheus.says(1)
    await each(async (canary, app) => {
      await goOn(canary)
      const { spec, status } = await canary.phase('Degraded')
      expect(status.message, app).toMatch(/RolloutAborted.*(success-rate|latency-p95)/)
      await eventually(async () => {
        const stable = before.get(app)?.stable
        expect([await canary.weights(), await canary.behind(app), await canary.behind(early(app))], app).toEqual([[100, 0], stable, stable])
        expect(await canary.settings(), app).toEqual(before.get(app)?.settings)
        expect((await canary.read()).status.availableReplicas, app).toBeGreaterThanOrEqual(spec.replicas)
      }, patience)
    })
    await back(place().repo.head())
  })

  test('a revert ends canaries in every state: soaking, aborted by hand, aborted because nobody can read their metrics', async () => {
    place().prometheus.says(0)
    const commit = place().repo.commit('Release 9.1.0', version('9.1.0'))
    await released()
    await each(async (canary, app) => {
      await canary.phase('Paused', first)
      expect(await canary.settings(), app).toEqual(before.get(app)?.settings)
    })
    const [byHand, unread] = all.map(([, canary]) => canary) as [Canary, Canary]
    await patch(place().run.api, byHand.ref('argoproj.io/v1alpha1', 'Rollout'), { status: { abort: true } }, 'status')
    place().prometheus.stop()
    await goOn(unread)
    for (const canary of [byHand, unread]) await canary.phase('Degraded')
    expect((await unread.read()).status.message).toMatch(/RolloutAborted.*(success-rate|latency-p95)/)
    await eventually(async () => expect([await byHand.weights(), await unread.weights()]).toEqual(Array(2).fill([100, 0])))
    await back(commit)
  })
}
