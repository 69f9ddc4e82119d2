import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { environmentOf } from '../../scripts/lib/applicationset/environment.ts'
import { type Expansion, expandSet } from '../../scripts/lib/applicationset/expand.ts'
import { type Application, type ApplicationSet, isApplicationSet } from '../../scripts/lib/applicationset/types.ts'
import { filesOf } from '../../scripts/lib/check/world.ts'
import { argo } from '../../scripts/lib/e2e/argo.ts'
import { namespace } from '../../scripts/lib/e2e/argo-processes.ts'
import { type Cluster, cluster } from '../../scripts/lib/e2e/cluster.ts'
import { eventually } from '../../scripts/lib/e2e/eventually.ts'
import { type GitRepo, git, gitRepo } from '../../scripts/lib/e2e/git-repo.ts'
import { apply, get, type Live, list, remove } from '../../scripts/lib/e2e/objects.ts'
import { render } from '../../scripts/lib/e2e/render.ts'
import { type Engines, type KubeObject, startEngines } from '../../scripts/lib/engine.ts'
import { gitPath } from '../../scripts/lib/git.ts'
import { home, toolPath } from '../../scripts/lib/tools.ts'

const version = 'argoproj.io/v1alpha1'
const fixtures = join(home, 'tests/fixtures/applications')
/** Expanded by the real controller and refused here, by name. */
const refused = ['matrix', 'template-patch']
const cases = readdirSync(fixtures).filter(name => !refused.includes(name))

/** What of an Application the controller decides: no status, nothing that the API server adds, and no uid of the owner. */
const made = ({ metadata, spec }: Live | Application): { name: string } => {
  const { name, namespace, labels, annotations, finalizers, ownerReferences } = metadata as Live['metadata'] & { ownerReferences: object[] }
  const owners = ownerReferences.map(owner => Object.fromEntries(Object.entries(owner).filter(([key]) => key !== 'uid')))
  return JSON.parse(JSON.stringify({ name, namespace, labels, annotations, finalizers, owners, spec }))
}

describe('pnpm apps and the real ApplicationSet controller', () => {
  let run: Cluster
  let repo: GitRepo
  let engines: Engines

  /** What a set has made, once the controller has made as many Applications as are expected, or time is up. */
  const madeBy = async (set: ApplicationSet, { applications, problems }: Expansion): Promise<{ error: string; made: object[] }> => {
    await apply(run.api, set)
    const look = async (): Promise<{ error: string; made: object[] }> => {
      const { metadata, status } = await get(run.api, set)
      const condition = status?.conditions?.find(({ type }: { type: string }) => type === 'ErrorOccurred')
      const all = await list(run.api, version, 'Application', { namespace })
      const own = all.filter(app =>
        (app.metadata.ownerReferences as { uid: string }[] | undefined)?.some(({ uid }) => uid === metadata.uid),
      )
      return { error: condition?.status, made: own.map(made).sort((a, b) => (a.name < b.name ? -1 : 1)) }
    }
    const expected = { error: problems.length > 0 ? 'True' : 'False', count: applications.length }
    await eventually(async () => {
      const { error, made } = await look()
      expect({ error, count: made.length }).toEqual(expected)
    }, 60)
    return look()
  }
  const project = (name: string): KubeObject => ({
    apiVersion: version,
    kind: 'AppProject',
    metadata: { name, namespace },
    spec: { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }] } as object,
  })

  beforeAll(async () => {
    run = await cluster(inject('run'), 'apps')
    repo = gitRepo(join(run.processes.data, 'git'))
    await argo(run, repo, 'dev', { syncs: false })
    await apply(run.api, project('fixtures'))
    engines = startEngines({ program: await toolPath('engine'), root: home, git: gitPath(), memoryLimit: 2 ** 30, timeLimit: 30 }, 1)
  })
  afterAll(async () => {
    engines?.close()
    await run?.stop()
  })

  test.each(cases)('fixture %s: the same Applications, field by field', async name => {
    const folder = join(run.processes.data, 'fixtures', name)
    const bare = `${folder}.git`
    git(run.processes.data, 'init', '--quiet', '--bare', '--initial-branch=main', bare)
    git(run.processes.data, 'clone', '--quiet', bare, folder)
    git(folder, '--work-tree', join(fixtures, name), 'add', '--all', '--force')
    git(folder, '--work-tree', join(fixtures, name), 'commit', '--quiet', '--message=fixture')
    git(folder, 'push', '--quiet', 'origin', 'HEAD:main')
    const [object] = await render(fixtures, `${name}/argo/env/dev`)
    const own = JSON.stringify(object).replaceAll('https://git.example.com/fixtures.git', pathToFileURL(bare).href)
    const set = JSON.parse(own) as ApplicationSet
    const expansion = await expandSet(set, filesOf(join(fixtures, name), 'work'), engines.template)
    expect((await madeBy(set, expansion)).made).toEqual(expansion.applications.map(made))
    await remove(run.api, set)
  })

  test.each(['dev', 'staging', 'prod', 'offline'])('argo/env/%s: the same Applications, one for each overlay', async env => {
    const path = `argo/env/${env}`
    const objects = await render(repo.work, path)
    const { registered, problems } = await environmentOf({ name: env, env, path }, objects, filesOf(repo.work, 'work'), engines.template)
    expect(problems).toEqual([])
    for (const object of objects.filter(({ kind }) => kind === 'AppProject')) await apply(run.api, object)
    repo.tag('v0.0.0')
    for (const set of objects.filter(isApplicationSet)) {
      const applications = registered.filter(one => one.set === set).map(({ application }) => application)
      expect((await madeBy(set, { applications, problems: [] })).made).toEqual(applications.map(made))
    }
    const overlays = readdirSync(join(repo.work, 'overlays', env))
    expect(registered.filter(({ set }) => set).length).toBe(overlays.length)
    // The next environment's sets have the same names.
    for (const set of objects.filter(isApplicationSet)) {
      await remove(run.api, set)
      await eventually(
        async () =>
          expect((await list(run.api, version, 'ApplicationSet', { namespace })).map(one => one.metadata.name)).not.toContain(
            set.metadata.name,
          ),
        120,
      )
    }
  })
})
