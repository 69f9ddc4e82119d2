import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { find, type Live } from '../../../scripts/lib/e2e/objects.ts'
import { type History, history } from './history.ts'
import { configMap } from './manifests.ts'
import { type App, makeApp, operation, patience, type World } from './place.ts'
import { files } from './small-repo.ts'

const option = 'FailOnSharedResource=true'
const shared = (owner: string): ReturnType<typeof configMap> => configMap('shared', { owner })
const own = configMap('own', {})

type Shared = { first: App; second: App; owners: History }

/** Who wrote the object last, in its content and in Argo CD's annotation. */
const owner = ({ data, metadata }: Live): string =>
  `${data.owner} of ${metadata.annotations?.['argocd.argoproj.io/tracking-id']?.split(':')[0]}`

/** Two Applications with one ConfigMap, the second started when the first is synced. */
const sharedObject = async (world: World, name: string, drop: string[]): Promise<Shared> => {
  const repo = world.repo(name)
  const commit = repo.commit({ ...files('first', shared('first')), ...files('second', shared('second'), own) })
  const first = await makeApp(world, name, repo, { path: 'first', drop })
  await first.synced(commit)
  const owners = await history(world, first.of(shared('')), owner)
  const second = await makeApp(world, `${name}-second`, repo, { path: 'second', project: name, drop })
  return { first, second, owners }
}

export const failOnSharedResource = (world: () => World): void => {
  test.concurrent(`${option}: a second Application with the same object is refused whole`, async () => {
    const name = 'shared-with'
    const { first, second, owners } = await sharedObject(world(), name, [])
    await eventually(async () => {
      const { phase, message } = operation(await second.read())
      expect(phase).toBe('Failed')
      expect(message).toContain(`ConfigMap/shared is part of applications argo/${name}-second and ${name}`)
    }, patience)
    await first.compared()
    await owners.caughtUp()
    expect(owners.seen).toEqual([`first of ${name}`])
    expect(await find(world().api, second.of(own))).toBeUndefined()
    expect((await first.read()).status.sync.status).toBe('Synced')
    owners.stop()
  })

  test.concurrent(`without ${option}: the second takes it, the first takes it back, and there is nothing but a warning`, async () => {
    const name = 'shared-without'
    const { second, owners } = await sharedObject(world(), name, [option])
    const turns = [`first of ${name}`, `second of ${name}-second`, `first of ${name}`]
    await eventually(() => expect(owners.seen.slice(0, 3)).toEqual(turns), patience)
    owners.stop()
    expect(await find(world().api, second.of(own))).toBeDefined()
    await eventually(async () => {
      const types = (await second.read()).status.conditions?.map(({ type }: { type: string }) => type)
      expect(types).toContain('SharedResourceWarning')
    }, patience)
  })
}
