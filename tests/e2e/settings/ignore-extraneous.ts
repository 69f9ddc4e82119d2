import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { get, list } from '../../../scripts/lib/e2e/objects.ts'
import { configMap, podOfLive, rollout } from './manifests.ts'
import { makeApp, patience, type World } from './place.ts'
import { type Files, files } from './small-repo.ts'

/** A kustomization that generates a ConfigMap, whose name changes with its content. */
const kustomization = (level: string, annotations: object, resources: string[] = []): Files => ({
  'app/kustomization.yaml': JSON.stringify({
    resources,
    // Kustomize knows no Rollout, so it must be told where one names a ConfigMap.
    configurations: resources.length > 0 ? ['names.json'] : [],
    configMapGenerator: [{ name: 'settings', literals: [`LEVEL=${level}`], options: { annotations } }],
  }),
})
const prune = { 'argocd.argoproj.io/sync-options': 'Prune=false' }
const ignore = { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' }

const names = {
  nameReference: [
    { kind: 'ConfigMap', fieldSpecs: [{ kind: 'Rollout', path: 'spec/template/spec/containers/envFrom/configMapRef/name' }] },
  ],
}

/** Syncs one content, then another: the contents that the cluster has, and what Argo CD says about them. */
const regenerate = async (world: World, name: string, annotations: object): Promise<{ levels: string[]; sync: string }> => {
  const repo = world.repo(name)
  const first = repo.commit(kustomization('debug', annotations))
  const app = await makeApp(world, name, repo)
  await app.synced(first)
  await app.synced(repo.commit(kustomization('info', annotations)))
  const { status } = await app.compared()
  const settings = await list(world.api, 'v1', 'ConfigMap', { namespace: name })
  const levels = settings.flatMap(({ data }) => data.LEVEL ?? []).sort()
  return { levels, sync: status.sync.status }
}

export const ignoreExtraneous = (world: () => World): void => {
  test.concurrent('Prune=false and IgnoreExtraneous on a generated ConfigMap: the old one stays, and the Application is Synced', async () => {
    const seen = await regenerate(world(), 'extraneous-both', { ...prune, ...ignore })
    expect(seen).toEqual({ levels: ['debug', 'info'], sync: 'Synced' })
  })

  test.concurrent('Prune=false alone: the old one stays, and the Application is OutOfSync for ever', async () => {
    const seen = await regenerate(world(), 'extraneous-prune', prune)
    expect(seen).toEqual({ levels: ['debug', 'info'], sync: 'OutOfSync' })
  })

  test.concurrent('IgnoreExtraneous alone, or neither: the old one is deleted', async () => {
    const [alone, neither] = await Promise.all([
      regenerate(world(), 'extraneous-ignore', ignore),
      regenerate(world(), 'extraneous-neither', {}),
    ])
    expect(neither).toEqual({ levels: ['info'], sync: 'Synced' })
    expect(alone).toEqual({ levels: ['info'], sync: 'Synced' })
  })

  test.concurrent('Prune=false and IgnoreExtraneous, Rollout without PruneLast: a revert in mid-canary is synced, and the stable pods never miss their settings', async () => {
    const name = 'extraneous-canary'
    const repo = world().repo(name)
    const web = (version: number): ReturnType<typeof rollout> =>
      rollout('web', { image: `registry.example/app:${version}`, config: 'settings' })
    const release = (version: number, level: string): Files => ({
      ...kustomization(level, { ...prune, ...ignore }, ['Rollout-web.json']),
      'app/names.json': JSON.stringify(names),
      ...files('app', web(version)),
    })
    const first = repo.commit(release(1, 'debug'))
    const app = await makeApp(world(), name, repo)
    await app.synced(first)
    const stable = podOfLive(await get(world().api, app.of(web(1)))).config
    const uid = async (): Promise<string> => (await get(world().api, app.of(configMap(stable, {})))).metadata.uid
    const before = await uid()
    await app.synced(repo.commit(release(2, 'info')))
    await eventually(async () => expect((await app.read()).status.health.status).toBe('Suspended'), patience)
    expect(await uid()).toBe(before)
    await app.synced(repo.revert())
    expect(podOfLive(await get(world().api, app.of(web(1))))).toMatchObject({ image: 'registry.example/app:1', config: stable })
    expect(await uid()).toBe(before)
  })
}
