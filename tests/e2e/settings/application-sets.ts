import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { find, remove } from '../../../scripts/lib/e2e/objects.ts'
import { type AppSet, makeSet } from './application-set.ts'
import { configMap } from './manifests.ts'
import { type App, applicationRef, appOf, patience, type World } from './place.ts'
import { files, without } from './small-repo.ts'

const objects = { kept: configMap('kept', {}), removed: configMap('removed', {}) }
type Units = { set: AppSet; app: (unit: string) => App; seen: () => Promise<string[]> }

/** A set with units `kept` and `removed`, both synced; then a commit deletes the second one's folder. */
const removeUnit = async (world: World, name: string, syncPolicy: object): Promise<Units> => {
  const repo = world.repo(name)
  const commit = repo.commit({ ...files('units/kept', objects.kept), ...files('units/removed', objects.removed) })
  const set = await makeSet(world, name, repo, { syncPolicy })
  const app = (unit: string): App => appOf(world, `${unit}-${name}`, name)
  for (const unit of ['kept', 'removed']) {
    await eventually(() => app(unit).read(), patience)
    await app(unit).synced(commit)
  }
  repo.commit(without('units/removed', objects.removed))
  await set.compared()
  /** What of a unit there is. */
  const there = async (unit: 'kept' | 'removed'): Promise<string[]> => [
    ...((await find(world.api, applicationRef(`${unit}-${name}`))) ? [`Application ${unit}`] : []),
    ...((await find(world.api, app(unit).of(objects[unit]))) ? [`object ${unit}`] : []),
  ]
  return { set, app, seen: async () => [...(await there('kept')), ...(await there('removed'))] }
}

const all = ['Application kept', 'object kept', 'Application removed', 'object removed']
const sees = (units: Units, what: string[]): Promise<void> => eventually(async () => expect(await units.seen()).toEqual(what), patience)
const guards = { applicationsSync: 'create-update', preserveResourcesOnDeletion: true }

/** The removed unit's Application says that it has no folder. */
const orphaned = (units: Units): Promise<void> =>
  eventually(async () => {
    const { status } = await units.app('removed').compared()
    const messages = status.conditions?.map(({ message }: { message: string }) => message).join()
    expect(messages).toContain('units/removed: app path does not exist')
  }, patience)

export const applicationSets = (world: () => World): void => {
  test.concurrent('applicationsSync: create-update: a unit removed from Git keeps its Application, in error, and its objects', async () => {
    const units = await removeUnit(world(), 'set-create-update', { applicationsSync: 'create-update' })
    await orphaned(units)
    expect(await units.seen()).toEqual(all)
    await remove(world().api, applicationRef('removed-set-create-update'))
    await sees(units, all.slice(0, 2))
  })

  test.concurrent('without applicationsSync and preserveResourcesOnDeletion: it is deleted with its objects, and so is everything when the set is deleted', async () => {
    const units = await removeUnit(world(), 'set-neither', {})
    await sees(units, all.slice(0, 2))
    await remove(world().api, units.set.ref)
    await sees(units, [])
  })

  test.concurrent('preserveResourcesOnDeletion: the Application of a removed unit is deleted and its objects run on without one', async () => {
    const units = await removeUnit(world(), 'set-preserve', { preserveResourcesOnDeletion: true })
    await sees(units, ['Application kept', 'object kept', 'object removed'])
  })

  test.concurrent('applicationsSync and preserveResourcesOnDeletion: both stay; deleting the set deletes Applications and no object', async () => {
    const units = await removeUnit(world(), 'set-both', guards)
    await orphaned(units)
    expect(await units.seen()).toEqual(all)
    await remove(world().api, units.set.ref)
    await sees(units, ['object kept', 'object removed'])
  })

  test.concurrent('applicationsSync and preserveResourcesOnDeletion: deleting the orphaned Application deletes no object', async () => {
    const units = await removeUnit(world(), 'set-decommission', guards)
    await remove(world().api, applicationRef('removed-set-decommission'))
    await sees(units, ['Application kept', 'object kept', 'object removed'])
  })
}
