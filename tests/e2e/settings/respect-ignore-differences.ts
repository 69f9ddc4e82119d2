import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { apply, get, patch } from '../../../scripts/lib/e2e/objects.ts'
import type { KubeObject } from '../../../scripts/lib/engine.ts'
import { deployment, podOfLive, rollout } from './manifests.ts'
import { makeApp, patience, type Settings, type World } from './place.ts'
import { files } from './small-repo.ts'

const option = 'RespectIgnoreDifferences=true'
const image = (version: number): string => `registry.example/app:${version}`

type Seen = { cpu: string[]; image: string; sync: string }

/**
 * Syncs a Rollout, a change that leaves its pods alone, and a new image, before which somebody applies the same by hand or nobody does.
 * What the cluster has then, and how the CPU was written after each step before: by Argo Rollouts, by Argo CD, by hand.
 */
const release = async (world: World, name: string, cpu: string, byHand: boolean, settings: Settings = {}): Promise<Seen> => {
  const repo = world.repo(name)
  const web = (version: number, replicas: number): KubeObject => rollout('web', { cpu, image: image(version) }, { replicas })
  const first = repo.commit(files('app', web(1, 1)))
  const app = await makeApp(world, name, repo, settings)
  const written = (): Promise<string> =>
    eventually(async () => {
      const { metadata, spec, status } = await get(world.api, app.of(web(1, 1)))
      expect(metadata.annotations?.['rollout.argoproj.io/revision']).toBe('1')
      expect(status.observedGeneration).toBe(String(metadata.generation))
      return podOfLive({ spec }).cpu
    }, patience)
  await app.synced(first)
  const seen = [await written()]
  await app.synced(repo.commit(files('app', web(1, 2))))
  seen.push(await written())
  if (byHand) {
    await apply(world.api, { ...web(1, 2), ...app.of(web(1, 2)) }, { manager: 'kubectl' })
    seen.push(await written())
  }
  await app.synced(repo.commit(files('app', web(2, 2))))
  const { status } = await app.compared()
  return { cpu: seen, image: podOfLive(await get(world.api, app.of(web(2, 2)))).image, sync: status.sync.status }
}

/** Syncs a Deployment whose replicas are ignored, scales it by hand, syncs a new image; what replicas it has then. */
const scaleByHand = async (world: World, name: string, settings: Settings): Promise<number> => {
  const repo = world.repo(name)
  const web = (version: number): KubeObject => deployment('web', { image: image(version) }, { replicas: 1 })
  const first = repo.commit(files('app', web(1)))
  const ignoreDifferences = [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }]
  const app = await makeApp(world, name, repo, { ...settings, spec: { ignoreDifferences } })
  await app.synced(first)
  await patch(world.api, app.of(web(1)), { spec: { replicas: 3 } })
  expect((await app.compared()).status.sync.status).toBe('Synced')
  await app.synced(repo.commit(files('app', web(2))))
  const { spec } = await get(world.api, app.of(web(2)))
  expect(podOfLive({ spec }).image).toBe(image(2))
  return spec.replicas
}

const virtualService = (timeout: string): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'web' },
  spec: { hosts: ['web'], http: [{ timeout, route: [toHost('web', 100), toHost('canary', 0)] }] },
})
const toHost = (host: string, weight: number): object => ({ destination: { host }, weight })

/** Syncs routes whose weights are ignored, moves the weights as a canary does, syncs another timeout; what the cluster has then. */
const reroute = async (world: World, name: string, settings: Settings): Promise<object> => {
  const repo = world.repo(name)
  const first = repo.commit(files('app', virtualService('5s')))
  const ignored = { group: 'networking.istio.io', kind: 'VirtualService', jqPathExpressions: ['.spec.http[]?.route[]?.weight'] }
  const app = await makeApp(world, name, repo, { ...settings, spec: { ignoreDifferences: [ignored] } })
  await app.synced(first)
  const ref = app.of(virtualService('5s'))
  await patch(world.api, ref, { spec: { http: [{ timeout: '5s', route: [toHost('web', 80), toHost('canary', 20)] }] } })
  expect((await app.compared()).status.sync.status).toBe('Synced')
  await app.synced(repo.commit(files('app', virtualService('10s'))))
  const { status } = await app.compared()
  const [{ timeout, route }] = (await get(world.api, ref)).spec.http
  return { timeout, weight: route[0].weight, sync: status.sync.status }
}

export const respectIgnoreDifferences = (world: () => World): void => {
  const arrived = { image: image(2), sync: 'Synced' }
  const lost = { image: image(1), sync: 'OutOfSync' }

  test.concurrent(`${option}, Rollout with cpu 2000m or 1.5: applied by hand, it never gets a new image, though syncs succeed`, async () => {
    const [milli, decimal] = await Promise.all([
      release(world(), 'quantity-milli', '2000m', true),
      release(world(), 'quantity-decimal', '1.5', true),
    ])
    expect(milli).toEqual({ cpu: ['2', '2', '2000m'], ...lost })
    expect(decimal).toEqual({ cpu: ['1500m', '1500m', '1.5'], ...lost })
  })

  test.concurrent(`${option}, Rollout with cpu 2000m: not applied by hand, it gets it, because Argo Rollouts has written 2`, async () => {
    expect(await release(world(), 'quantity-untouched', '2000m', false)).toEqual({ cpu: ['2', '2'], ...arrived })
  })

  test.concurrent(`${option}, Rollout with cpu 1500m, a canonical quantity: applied by hand, it gets it`, async () => {
    expect(await release(world(), 'quantity-1500m', '1500m', true)).toEqual({ cpu: ['1500m', '1500m', '1500m'], ...arrived })
  })

  test.concurrent(`without ${option}, Rollout with cpu 2000m: applied by hand, it gets it`, async () => {
    // Healing would write 2000m over Argo Rollouts' 2, before it is seen or after.
    const seen = await release(world(), 'quantity-without', '2000m', true, { drop: [option], selfHeal: false })
    expect(seen).toEqual({ cpu: ['2', '2000m', '2000m'], ...arrived })
  })

  test.concurrent(`${option}: a sync keeps ignored replicas; without it the sync resets them`, async () => {
    const seen = await Promise.all([scaleByHand(world(), 'ignored-with', {}), scaleByHand(world(), 'ignored-without', { drop: [option] })])
    expect(seen).toEqual([3, 1])
  })

  test.concurrent(`${option}, VirtualService whose weights are ignored: no other change of its routes arrives, and a sync succeeds`, async () => {
    const [kept, reset] = await Promise.all([reroute(world(), 'routes-with', {}), reroute(world(), 'routes-without', { drop: [option] })])
    expect(kept).toEqual({ timeout: '5s', weight: 80, sync: 'OutOfSync' })
    expect(reset).toEqual({ timeout: '10s', weight: 100, sync: 'Synced' })
  })
}
