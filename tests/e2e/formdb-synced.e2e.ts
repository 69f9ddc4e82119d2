import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Argo, argo } from '../../scripts/lib/e2e/argo.ts'
import { type Cluster, cluster } from '../../scripts/lib/e2e/cluster.ts'
import { eventually } from '../../scripts/lib/e2e/eventually.ts'
import { type GitRepo, gitRepo } from '../../scripts/lib/e2e/git-repo.ts'
import { find, get, list, patch, remove } from '../../scripts/lib/e2e/objects.ts'
import { home } from '../../scripts/lib/tools.ts'

const app = 'formdb-http-api-dev'
const overlay = 'overlays/dev/formdb-http-api/kustomization.yaml'
const namespace = 'formdb-dev'
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'formdb-http-api', namespace } }
const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'formdb-http-api', namespace } }

describe('Argo CD and FormDB in dev', () => {
  let run: Cluster
  let repo: GitRepo
  let argoCd: Argo

  /** The setting LOG_LEVEL in the ConfigMap that the running Deployment names. */
  const logLevel = async (): Promise<string> => {
    const { spec } = await get(run.api, deployment)
    const name = spec.template.spec.containers[0].envFrom.find((from: { configMapRef?: object }) => from.configMapRef).configMapRef.name
    return (await get(run.api, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } })).data.LOG_LEVEL
  }

  beforeAll(async () => {
    run = await cluster(inject('run'), 'formdb-synced')
    repo = gitRepo(join(run.processes.data, 'git'))
    argoCd = await argo(run, repo, 'dev')
  })
  afterAll(() => run?.stop())

  test('an ApplicationSet with a git directories generator makes the Application, which becomes Synced and Healthy', async () => {
    await argoCd.start('cluster', 'formdb')
    const live = await eventually(() => argoCd.application(app))
    expect(live.metadata.ownerReferences).toContainEqual(expect.objectContaining({ kind: 'ApplicationSet', name: 'formdb' }))
    await argoCd.settled(app, repo.head(), 180)
    const { status, spec } = await get(run.api, deployment)
    expect(status.readyReplicas).toBe(spec.replicas)
    expect(await logLevel()).toBe('debug')
  })

  /** What `pnpm status dev` answers about the app, asked of the cluster as a person would. */
  const status = async (...args: string[]): Promise<{ code: number; stdout: string }> => {
    const command = [join(home, 'scripts/status.ts'), 'dev', 'formdb-http-api', '--root', repo.work, ...args]
    const env = { ...process.env, KUBECONFIG: run.kubeconfig, ARGOCD_SERVER: '' }
    return promisify(execFile)(process.execPath, command, { env })
      .then(({ stdout }) => ({ code: 0, stdout }))
      .catch(({ code, stdout }) => ({ code, stdout }))
  }

  test('pnpm status tells the commit that runs, and one that does not run yet', async () => {
    const head = repo.head()
    expect(await status('--wait', '--revision', head)).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`✔ ${app} .*${head.slice(0, 12)}`)),
    })
    expect(await status('--revision', 'a'.repeat(40))).toEqual({
      code: 1,
      stdout: expect.stringContaining(`at ${head.slice(0, 12)}, not yet at aaaaaaaaaaaa`),
    })
  })

  let commit = ''

  test('a commit changes the cluster', async () => {
    commit = repo.commit('Log less', { [overlay]: text => text.replace('LOG_LEVEL=debug', 'LOG_LEVEL=warning') })
    await argoCd.refresh()
    await argoCd.settled(app, commit)
    await eventually(async () => expect(await logLevel()).toBe('warning'))
  })

  test('a hand edit is healed, and what a hand deletes comes back', async () => {
    const before = await get(run.api, service)
    const edited = await patch(run.api, service, { spec: { sessionAffinity: 'ClientIP' } })
    expect([before.spec.sessionAffinity, edited.spec.sessionAffinity]).toEqual(['None', 'ClientIP'])
    await eventually(async () => expect((await get(run.api, service)).spec.sessionAffinity).toBe('None'))

    await remove(run.api, service)
    await eventually(async () => expect((await find(run.api, service))?.metadata.uid).toSatisfy(uid => uid && uid !== before.metadata.uid))
    await argoCd.settled(app, commit)
  })

  test('a revert rolls back, and the setting that it took back is gone', async () => {
    const revert = repo.revert(commit)
    await argoCd.refresh()
    await argoCd.settled(app, revert)
    await eventually(async () => expect(await logLevel()).toBe('debug'))
    await eventually(async () => {
      const settings = await list(run.api, 'v1', 'ConfigMap', { namespace })
      expect(settings.filter(({ data }) => data?.LOG_LEVEL === 'warning')).toEqual([])
    })
  })
})
