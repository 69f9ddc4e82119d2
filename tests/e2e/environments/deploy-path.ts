import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { find, get, list, patch, remove } from '../../../scripts/lib/e2e/objects.ts'
import { home } from '../../../scripts/lib/tools.ts'
import { logLevel, overlay } from './log-level.ts'
import type { Place } from './place.ts'

const app = 'formdb-http-api-dev'
const namespace = 'formdb-dev'
const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'formdb-http-api', namespace } }

/** What `pnpm status dev` answers about the app, asked of the cluster as a person would. */
const status = async ({ repo, run }: Place, ...args: string[]): Promise<{ code: number; stdout: string }> => {
  const command = [join(home, 'scripts/status.ts'), 'dev', 'formdb-http-api', '--root', repo.work, ...args]
  const env = { ...process.env, KUBECONFIG: run.kubeconfig, ARGOCD_SERVER: '' }
  return promisify(execFile)(process.execPath, command, { env })
    .then(({ stdout }) => ({ code: 0, stdout }))
    .catch(({ code, stdout }) => ({ code, stdout }))
}

/** A commit is all it takes, and nothing else lasts. */
export const deployPath = (place: () => Place): void => {
  let commit = ''

  test('pnpm status tells the commit that runs, and one that does not run yet', async () => {
    const head = place().repo.head()
    expect(await status(place(), '--wait', '--revision', head)).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`✔ ${app} .*${head.slice(0, 12)}`)),
    })
    expect(await status(place(), '--revision', 'a'.repeat(40))).toEqual({
      code: 1,
      stdout: expect.stringContaining(`at ${head.slice(0, 12)}, not yet at aaaaaaaaaaaa`),
    })
  })

  test('a commit changes the cluster', async () => {
    const { repo, argoCd } = place()
    commit = repo.commit('Log less', { [overlay]: text => text.replace('LOG_LEVEL=debug', 'LOG_LEVEL=warning') })
    await argoCd.refresh([app])
    await argoCd.settled(app, commit)
    await eventually(async () => expect(await logLevel(place())).toBe('warning'))
  })

  test('a hand edit is healed, and what a hand deletes comes back', async () => {
    const { run, argoCd } = place()
    const before = await get(run.api, service)
    const edited = await patch(run.api, service, { spec: { sessionAffinity: 'ClientIP' } })
    expect([before.spec.sessionAffinity, edited.spec.sessionAffinity]).toEqual(['None', 'ClientIP'])
    await eventually(async () => expect((await get(run.api, service)).spec.sessionAffinity).toBe('None'))

    await remove(run.api, service)
    await eventually(async () => expect((await find(run.api, service))?.metadata.uid).toSatisfy(uid => uid && uid !== before.metadata.uid))
    await argoCd.settled(app, commit)
  })

  test('a revert rolls back, and the setting that it took back is gone', async () => {
    const { run, repo, argoCd } = place()
    const revert = repo.revert(commit)
    await argoCd.refresh([app])
    await argoCd.settled(app, revert)
    await eventually(async () => expect(await logLevel(place())).toBe('debug'))
    await eventually(async () => {
      const settings = await list(run.api, 'v1', 'ConfigMap', { namespace })
      expect(settings.filter(({ data }) => data?.LOG_LEVEL === 'warning')).toEqual([])
    })
  })
}
