import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { get } from '../../../scripts/lib/e2e/objects.ts'
import { home } from '../../../scripts/lib/tools.ts'
import { type Place, patience } from './place.ts'

const app = 'formdb-http-api'
const namespace = 'formdb-production'
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `prod-${app}`, namespace } }

/** The one way to prod: a commit names the image in staging, `pnpm promote` writes the next two, and Argo CD does the rest. */
export const promotion = (place: () => Place): void => {
  const image = async (): Promise<string> => (await get(place().run.api, deployment)).spec.template.spec.containers[0].image
  const promote = (...args: string[]): Promise<unknown> =>
    promisify(execFile)(process.execPath, [join(home, 'scripts/promote.ts'), ...args, '--root', place().repo.work])
  /** prod runs an image, at the commit that its tag names, and all its pods are Ready. */
  const runs = (commit: string, tag: string): Promise<unknown> =>
    eventually(async () => {
      const { status } = await place().argoCd.application(`${app}-prod`)
      expect([status.sync.status, status.sync.revision, status.health.status]).toEqual(['Synced', commit, 'Healthy'])
      expect(await image()).toMatch(new RegExp(`:${tag}$`))
    }, patience)

  test('pnpm promote takes an image from staging to prod; until the release nothing changes there, and a revert takes it back', async () => {
    const { repo, argoCd } = place()
    const [before, old] = [await image(), repo.head()]
    const from = before.split(':').at(-1) ?? ''
    repo.commit('Staging runs it', {
      [`overlays/staging/${app}/kustomization.yaml`]: text => text.replace(`newTag: ${from}`, 'newTag: v9.0.0'),
    })
    await promote(app, 'staging', 'prod')
    const promoted = repo.commit('Promote it', {})
    repo.tag('v9.0.0')
    await argoCd.refresh(['root', `${app}-prod`])
    await runs(old, from)
    await promote('--release', 'prod', 'v9.0.0')
    const release = repo.commit('Release it', {})
    await argoCd.refresh(['root', `${app}-prod`])
    await runs(promoted, 'v9.0.0')
    repo.revert(release)
    await argoCd.refresh(['root', `${app}-prod`])
    await runs(old, from)
  })
}
