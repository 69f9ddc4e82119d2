import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { find, get, remove } from '../../../scripts/lib/e2e/objects.ts'
import { makeSet } from './application-set.ts'
import { configMap } from './manifests.ts'
import { type App, applicationRef, appOf, approve, makeApp, operation, patience, type World } from './place.ts'
import { files, type SmallRepo, without } from './small-repo.ts'

const guarded = (name: string, options: string): ReturnType<typeof configMap> =>
  configMap(name, {}, { 'argocd.argoproj.io/sync-options': options })
const anchor = (value: string): ReturnType<typeof configMap> => configMap('anchor', { value })
const bare = configMap('bare', {})
const asked = guarded('asked', 'Prune=confirm')

const pending = async (app: App, commit: string): Promise<void> => {
  await app.compared()
  await eventually(async () => {
    const { phase, message, revision } = operation(await app.read())
    expect({ phase, revision }, message).toEqual({ phase: 'Running', revision: commit })
    expect(message).toContain('waiting for pruning confirmation of /ConfigMap/asked')
  }, patience)
}

/** An Application whose sync waits for leave to delete a ConfigMap. */
const waiting = async (world: World, name: string): Promise<{ app: App; repo: SmallRepo; commit: string; uid: string }> => {
  const repo = world.repo(name)
  const first = repo.commit(files('app', anchor('1'), asked))
  const app = await makeApp(world, name, repo)
  await app.synced(first)
  const { uid } = (await get(world.api, app.of(asked))).metadata
  const commit = repo.commit(without('app', asked))
  await pending(app, commit)
  return { app, repo, commit, uid }
}

export const pruneGuards = (world: () => World): void => {
  test.concurrent('Prune=false: what a commit removes stays, and the Application is OutOfSync; without it, it is deleted', async () => {
    const kept = guarded('kept', 'Prune=false')
    const repo = world().repo('prune-false')
    const first = repo.commit(files('app', anchor('1'), bare, kept))
    const app = await makeApp(world(), 'prune-false', repo)
    await app.synced(first)
    await app.synced(repo.commit(without('app', bare, kept)))
    const { status } = await app.compared()
    expect(status.sync.status).toBe('OutOfSync')
    expect(await find(world().api, app.of(bare))).toBeUndefined()
    expect(await find(world().api, app.of(kept))).toBeDefined()
  })

  test.concurrent('Prune=confirm: no later commit is synced until somebody approves', async () => {
    const name = 'confirm-later'
    const { app, repo, commit, uid } = await waiting(world(), name)
    const later = repo.commit(files('app', anchor('2')))
    for (const _ of [1, 2]) expect((await app.compared()).status.sync.revision).toBe(later)
    expect(operation(await app.read())).toMatchObject({ phase: 'Running', revision: commit })
    expect((await get(world().api, app.of(anchor('')))).data.value).toBe('1')
    expect((await get(world().api, app.of(asked))).metadata.uid).toBe(uid)
    await approve(world(), name)
    await app.synced(later)
    expect(await find(world().api, app.of(asked))).toBeUndefined()
    expect((await get(world().api, app.of(anchor('')))).data.value).toBe('2')
  })

  test.concurrent('Prune=confirm: an approval after a revert deletes what the revert restored', async () => {
    const name = 'confirm-revert'
    const { app, repo, commit, uid } = await waiting(world(), name)
    const revert = repo.revert()
    for (const _ of [1, 2]) expect((await app.compared()).status.sync.revision).toBe(revert)
    expect(operation(await app.read())).toMatchObject({ phase: 'Running', revision: commit })
    await approve(world(), name)
    await eventually(async () => expect((await find(world().api, app.of(asked)))?.metadata.uid).not.toBe(uid), patience)
    // A new object under the old name: with a PersistentVolumeClaim, an empty volume.
    await eventually(async () => expect(await find(world().api, app.of(asked))).toBeDefined(), patience)
  })

  test.concurrent('Delete=false: stays when its Application is deleted; without it, it goes too', async () => {
    const kept = guarded('kept', 'Delete=false')
    const repo = world().repo('delete-false')
    const commit = repo.commit(files('app', bare, kept))
    const app = await makeApp(world(), 'delete-false', repo, { finalizers: ['resources-finalizer.argocd.argoproj.io'] })
    await app.synced(commit)
    await remove(world().api, applicationRef('delete-false'))
    await eventually(async () => expect(await find(world().api, applicationRef('delete-false'))).toBeUndefined(), patience)
    expect(await find(world().api, app.of(bare))).toBeUndefined()
    expect(await find(world().api, app.of(kept))).toBeDefined()
  })

  test.concurrent('Delete=confirm: a deleted Application and all its objects stay until somebody approves', async () => {
    const name = 'delete-confirm'
    const kept = guarded('kept', 'Delete=confirm')
    const repo = world().repo(name)
    const commit = repo.commit(files('app', bare, kept))
    const app = await makeApp(world(), name, repo, { finalizers: ['resources-finalizer.argocd.argoproj.io'] })
    await app.synced(commit)
    await remove(world().api, applicationRef(name))
    for (const _ of [1, 2]) expect((await app.compared()).metadata.deletionTimestamp).toBeDefined()
    expect(await find(world().api, app.of(bare))).toBeDefined()
    await approve(world(), name)
    await eventually(async () => expect(await find(world().api, applicationRef(name))).toBeUndefined(), patience)
    for (const object of [bare, kept]) expect(await find(world().api, app.of(object))).toBeUndefined()
  })

  test.concurrent('Prune=confirm: an Application of an ApplicationSet loses its approval at once, unless the set preserves it', async () => {
    const approval = 'argocd.argoproj.io/deletion-approved'
    const approved = async (name: string, own: object): Promise<{ app: App; annotation: () => Promise<string | undefined> }> => {
      const repo = world().repo(name)
      const first = repo.commit(files('units/one', anchor('1'), asked))
      const set = await makeSet(world(), name, repo, own)
      const app = appOf(world(), `one-${name}`, name)
      await eventually(() => app.read(), patience)
      await app.synced(first)
      await pending(app, repo.commit(without('units/one', asked)))
      await approve(world(), `one-${name}`)
      await set.compared()
      return { app, annotation: async () => (await app.read()).metadata.annotations?.[approval] }
    }
    const [lost, kept] = await Promise.all([
      approved('confirm-set', {}),
      approved('confirm-preserved', { preservedFields: { annotations: [approval] } }),
    ])
    // Whether Argo CD saw the approval before it was gone is a race: it did each time that this was tried.
    await eventually(async () => expect(await lost.annotation()).toBeUndefined(), patience)
    await eventually(async () => expect(await find(world().api, kept.app.of(asked))).toBeUndefined(), patience)
    expect(await kept.annotation()).toBeDefined()
  })
}
