import { renameSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { list } from '../../../scripts/lib/e2e/objects.ts'
import { logLevel, overlay } from './log-level.ts'
import { type Place, patience, settled } from './place.ts'

const app = 'formdb-http-api-dev'

/** Programs that die without warning in the middle of a sync, and what each one's death leaves half done. */
const programs = [
  ['repo-server', ['repo-server']],
  ['application controller', ['application-controller']],
  ['Redis', ['miniredis']],
  ['API server', ['kube-apiserver']],
  ['whole Argo CD', ['repo-server', 'application-controller', 'applicationset-controller', 'miniredis']],
] as const

export const faults = (place: () => Place): void => {
  let next = 0
  /** A setting that no commit before had, in every pod of the app. */
  const change = (): { commit: string; value: string } => {
    const value = `e2e-${++next}`
    const commit = place().repo.commit(`Set ${value}`, { [overlay]: text => text.replace(/LOG_LEVEL=\S+/, `LOG_LEVEL=${value}`) })
    return { commit, value }
  }
  /** The identity of everything that holds data or names a place; none of it may be another afterwards. */
  const kept = async (): Promise<string[]> => {
    const kinds = await Promise.all([
      list(place().run.api, 'v1', 'Namespace'),
      list(place().run.api, 'v1', 'PersistentVolumeClaim'),
      list(place().run.api, 'apps/v1', 'StatefulSet'),
      list(place().run.api, 'apps/v1', 'Deployment'),
    ])
    return kinds.flat().map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name} ${metadata.uid}`)
  }
  /** The app is at the newest commit, says the value, and everything is what it was. */
  const ended = async (value: string, before: string[]): Promise<void> => {
    await eventually(() => place().argoCd.refresh([app]), patience)
    await settled(place(), [app])
    expect(await logLevel(place())).toBe(value)
    expect(await kept()).toEqual(before)
  }
  const syncing = (commit: string): Promise<unknown> =>
    eventually(async () => {
      const { operationState, sync } = (await place().argoCd.application(app)).status
      expect([operationState?.operation?.sync?.revision, sync?.revision]).toContain(commit)
    }, patience)

  let first: string[]

  test.each(programs)('the %s killed in mid-sync and started again: the commit arrives, nothing is lost', async (_, names) => {
    const { run, argoCd } = place()
    const before = await kept()
    first ??= before
    const { commit, value } = change()
    await argoCd.refresh([app])
    await syncing(commit)
    for (const name of names) run.processes.kill(name)
    // Long enough for the others to notice.
    await sleep(3000)
    for (const name of names) run.processes.restart(name)
    await ended(value, before)
  })

  test('a Git repository that is away: everything runs on, and what was merged meanwhile arrives', async () => {
    const { repo, argoCd } = place()
    const before = await kept()
    const { value } = change()
    const bare = fileURLToPath(repo.url)
    renameSync(bare, `${bare}.away`)
    await argoCd.refresh([app])
    await eventually(async () => {
      const { conditions = [] } = (await argoCd.application(app)).status
      expect(conditions.map(({ type }: { type: string }) => type)).toContain('ComparisonError')
    }, patience)
    expect(await kept()).toEqual(before)
    renameSync(`${bare}.away`, bare)
    await ended(value, before)
  })

  test('a bad commit between two good ones: the last good one is what runs', async () => {
    const { repo, argoCd } = place()
    const before = await kept()
    change()
    repo.commit('Break it', { [overlay]: text => text.replace('resources:\n', 'resources:\n  - nowhere.yaml\n') })
    await argoCd.refresh([app])
    await eventually(async () => {
      const { conditions = [] } = (await argoCd.application(app)).status
      expect(conditions.map(({ message }: { message: string }) => message).join()).toContain('nowhere.yaml')
    }, patience)
    expect(await kept()).toEqual(before)
    repo.revert(repo.head())
    const { value } = change()
    await ended(value, before)
  })

  test('after all of these, every Application is Synced to the newest commit and Healthy, and is what it was', async () => {
    await place().argoCd.refresh()
    await settled(place())
    expect(await kept()).toEqual(first)
  })
}
