import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { find, get, list, remove } from '../../../scripts/lib/e2e/objects.ts'
import type { KubeObject } from '../../../scripts/lib/engine.ts'
import { configMap, deployment, onDeleteStatefulSet, type Pod, podOfLive, rollout } from './manifests.ts'
import { type App, makeApp, operation, patience, type World } from './place.ts'
import { files, type SmallRepo, without } from './small-repo.ts'

const option = 'PruneLast=true'
const [old, young] = [configMap('settings-1', {}), configMap('settings-2', {})]

type Start = { app: App; repo: SmallRepo; commit: string; uid: string }

/** A healthy workload that reads settings-1; then a commit that replaces both it and its settings. */
const change = async (world: World, name: string, add: string[], workload: (pod: Pod) => KubeObject, next: Pod): Promise<Start> => {
  const repo = world.repo(name)
  const first = repo.commit(files('app', old, workload({ config: 'settings-1' })))
  const app = await makeApp(world, name, repo, { add })
  await app.synced(first)
  await eventually(async () => expect((await app.read()).status.health.status).toBe('Healthy'), patience)
  const { uid } = (await get(world.api, app.of(old))).metadata
  const commit = repo.commit({ ...without('app', old), ...files('app', young, workload({ config: 'settings-2', ...next })) })
  return { app, repo, commit, uid }
}

/** Which ConfigMaps running pods read. */
const inUse = async (world: World, name: string): Promise<string[]> =>
  (await list(world.api, 'v1', 'Pod', { namespace: name })).filter(pod => pod.status.phase === 'Running').map(pod => podOfLive(pod).config)

const uidOfOld = async (world: World, app: App): Promise<string | undefined> => (await find(world.api, app.of(old)))?.metadata.uid

/** Waits until a sync to a commit waits for the health of a workload. */
const waits = async (app: App, commit: string, workload: string): Promise<void> => {
  await app.compared()
  await eventually(async () => {
    const { phase, message, revision } = operation(await app.read())
    expect({ phase, revision }, message).toEqual({ phase: 'Running', revision: commit })
    expect(message).toContain(`waiting for healthy state of ${workload}`)
  }, patience)
}

/** Argo CD has compared with a newer commit twice and still syncs the old one. */
const stuck = async (app: App, commit: string, newer: string): Promise<void> => {
  for (const _ of [1, 2]) expect((await app.compared()).status.sync.revision).toBe(newer)
  expect(operation(await app.read())).toMatchObject({ phase: 'Running', revision: commit })
}

export const pruneLast = (world: () => World): void => {
  const web = (pod: Pod): KubeObject => deployment('web', pod)
  const canary = (pod: Pod): KubeObject => rollout('web', pod)
  const database = (pod: Pod): KubeObject => onDeleteStatefulSet('db', pod)
  const bad = { nowhere: true }
  const next = { image: 'registry.example/app:2' }

  test.concurrent(`${option}, Deployment: old settings stay until new pods are healthy; when they never are, until the revert`, async () => {
    const name = 'prune-last-deployment'
    const { app, repo, commit, uid } = await change(world(), name, [option], web, bad)
    await waits(app, commit, 'apps/Deployment/web')
    await eventually(async () => expect(operation(await app.read()).phase).toBe('Failed'), patience)
    expect([await inUse(world(), name), await uidOfOld(world(), app)]).toEqual([['settings-1'], uid])
    await app.synced(repo.revert())
    expect(await uidOfOld(world(), app)).toBe(uid)
    await app.synced(repo.commit({ ...without('app', old), ...files('app', young, web({ config: 'settings-2' })) }))
    expect(await uidOfOld(world(), app)).toBeUndefined()
    await eventually(async () => expect(await inUse(world(), name)).toEqual(['settings-2']), patience)
  })

  test.concurrent(`without ${option}, Deployment: old settings go while the old pods that read them run on`, async () => {
    const name = 'prune-first-deployment'
    const { app, repo, commit, uid } = await change(world(), name, [], web, bad)
    await app.synced(commit)
    expect([await inUse(world(), name), await uidOfOld(world(), app)]).toEqual([['settings-1'], undefined])
    await app.synced(repo.revert())
    expect(await uidOfOld(world(), app)).not.toBe(uid)
  })

  test.concurrent(`${option}, Rollout: a revert in mid-canary is not synced`, async () => {
    const { app, repo, commit } = await change(world(), 'prune-last-rollout', [option], canary, next)
    await waits(app, commit, 'argoproj.io/Rollout/web')
    await stuck(app, commit, repo.revert())
    expect(podOfLive(await get(world().api, app.of(canary({})))).image).toBe(next.image)
  })

  test.concurrent(`without ${option}, Rollout: the revert is synced, but the stable pods' settings were gone`, async () => {
    const name = 'prune-first-rollout'
    const { app, repo, commit, uid } = await change(world(), name, [], canary, next)
    await app.synced(commit)
    await eventually(async () => expect(new Set(await inUse(world(), name))).toEqual(new Set(['settings-1', 'settings-2'])), patience)
    expect(await uidOfOld(world(), app)).toBeUndefined()
    await app.synced(repo.revert())
    expect(await uidOfOld(world(), app)).not.toBe(uid)
    expect(podOfLive(await get(world().api, app.of(canary({})))).image).not.toBe(next.image)
  })

  test.concurrent(`${option}, OnDelete StatefulSet: protects no settings, and a revert waits for a person`, async () => {
    const name = 'prune-last-on-delete'
    const { app, repo, commit } = await change(world(), name, [option], database, bad)
    await app.synced(commit)
    expect([await inUse(world(), name), await uidOfOld(world(), app)]).toEqual([['settings-1'], undefined])
    await remove(world().api, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'db-0', namespace: name } })
    await eventually(async () => expect((await app.read()).status.health.status).toBe('Progressing'), patience)
    const revert = repo.revert()
    await waits(app, revert, 'apps/StatefulSet/db')
    await stuck(app, revert, repo.commit(files('app', configMap('later', {}))))
    await remove(world().api, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'db-0', namespace: name } })
    await eventually(async () => expect(await find(world().api, app.of(configMap('later', {})))).toBeDefined(), patience)
  })

  test.concurrent(`without ${option}, OnDelete StatefulSet: the revert is synced though its pod isn't healthy`, async () => {
    const name = 'prune-first-on-delete'
    const { app, repo, commit } = await change(world(), name, [], database, bad)
    await app.synced(commit)
    expect([await inUse(world(), name), await uidOfOld(world(), app)]).toEqual([['settings-1'], undefined])
    await remove(world().api, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'db-0', namespace: name } })
    await eventually(async () => expect((await app.read()).status.health.status).toBe('Progressing'), patience)
    await app.synced(repo.revert())
    expect(await uidOfOld(world(), app)).toBeDefined()
  })
}
