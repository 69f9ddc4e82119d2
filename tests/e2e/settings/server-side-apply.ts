import { expect, test } from 'vitest'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { get } from '../../../scripts/lib/e2e/objects.ts'
import type { KubeObject } from '../../../scripts/lib/engine.ts'
import { history } from './history.ts'
import { configMap, deployment, podOfLive } from './manifests.ts'
import { type App, makeApp, operation, patience, type Settings, type World } from './place.ts'
import { files, type SmallRepo } from './small-repo.ts'

const option = 'ServerSideApply=true'
const image = (version: number): string => `registry.example/app:${version}`
const web = (version: number, spec: object = {}): KubeObject => deployment('web', { image: image(version), cpu: '10m' }, spec)
const autoscaler: KubeObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 3,
    maxReplicas: 5,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
  },
}

type Scaled = { app: App; repo: SmallRepo; numbers: () => Promise<unknown[]> }

/**
 * A Deployment that its autoscaler has scaled to three. `numbers`, to be called once, waits until it has three again, and gives the
 * replicas that it has had since.
 */
const scaled = async (world: World, name: string, first: KubeObject, settings: Settings): Promise<Scaled> => {
  const repo = world.repo(name)
  const commit = repo.commit(files('app', first, autoscaler))
  const app = await makeApp(world, name, repo, settings)
  const hasThree = (): Promise<void> =>
    eventually(async () => expect((await get(world.api, app.of(first))).spec.replicas).toBe(3), patience)
  await hasThree()
  await app.synced(commit)
  const { seen, caughtUp, stop } = await history(world, app.of(first), ({ spec }) => spec.replicas)
  const numbers = async (): Promise<unknown[]> => {
    await hasThree()
    await caughtUp()
    stop()
    return seen
  }
  return { app, repo, numbers }
}

/** The replicas that a Deployment has had while a commit took them out of Git, and left them to the autoscaler. */
const handOver = async (world: World, name: string, settings: Settings): Promise<unknown[]> => {
  const { app, repo, numbers } = await scaled(world, name, web(1, { replicas: 2 }), { ...settings, selfHeal: false })
  await app.synced(repo.commit(files('app', web(2))))
  return numbers()
}

/** What becomes of the first sync of a ConfigMap of 300 kB. */
const large = async (world: World, name: string, settings: Settings): Promise<string> => {
  const repo = world.repo(name)
  repo.commit(files('app', configMap('large', { text: 'x'.repeat(300_000) })))
  const app = await makeApp(world, name, repo, settings)
  return eventually(async () => {
    const { phase, message } = operation(await app.read())
    expect(phase).toMatch(/Succeeded|Failed/)
    return `${phase}: ${message}`
  }, patience)
}

export const serverSideApply = (world: () => World): void => {
  const client = { drop: [option] }
  const variants: [string, string, Settings][] = [
    [option, 'server', {}],
    [`without ${option}`, 'client', client],
  ]

  test.concurrent.each(variants)('%s, autoscaler, no replicas in Git: syncs keep its number', async (_, side, settings) => {
    const { app, repo, numbers } = await scaled(world(), `hpa-${side}`, web(1), settings)
    await app.synced(repo.commit(files('app', web(2))))
    expect(podOfLive(await get(world().api, app.of(web(2)))).image).toBe(image(2))
    expect((await app.compared()).status.sync.status).toBe('Synced')
    expect(await numbers()).toEqual([3])
  })

  test.concurrent.each(variants)(
    '%s, autoscaler, replicas in Git: each sync undoes its number, it undoes the sync',
    async (_, side, settings) => {
      const name = `hpa-fight-${side}`
      const { app, repo, numbers } = await scaled(world(), name, web(1, { replicas: 2 }), { ...settings, selfHeal: false })
      await app.synced(repo.commit(files('app', web(2, { replicas: 2 }))))
      expect(await numbers()).toEqual([3, 2, 3])
      await eventually(async () => expect((await app.compared()).status.sync.status).toBe('OutOfSync'), patience)
    },
  )

  test.concurrent(`${option}, autoscaler, a commit takes replicas out of Git: its number stays`, async () => {
    expect(await handOver(world(), 'hpa-handover-server', {})).toEqual([3])
  })

  test.concurrent(`without ${option}, autoscaler, a commit takes replicas out of Git: one pod is left, then three`, async () => {
    expect(await handOver(world(), 'hpa-handover-client', client)).toEqual([3, 1, 3])
  })

  test.concurrent(`${option}: takes an object of 300 kB; without it the sync fails`, async () => {
    const [server, without] = await Promise.all([large(world(), 'large-server', {}), large(world(), 'large-client', client)])
    expect(server).toContain('Succeeded')
    expect(without).toContain('Failed')
    expect(without).toContain('metadata.annotations: Too long: may not be more than 262144 bytes')
  })
}
