import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ApiError } from '../../scripts/lib/e2e/api.ts'
import { type Cluster, cluster } from '../../scripts/lib/e2e/cluster.ts'
import { eventually } from '../../scripts/lib/e2e/eventually.ts'
import { apply, get, list } from '../../scripts/lib/e2e/objects.ts'
import { render } from '../../scripts/lib/e2e/render.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { home } from '../../scripts/lib/tools.ts'

const environments = ['dev', 'staging', 'prod', 'offline']

/** A pod that Pod Security `restricted` must refuse, in the words of the standard: it may run as root and keeps its capabilities. */
const rootPod = (namespace: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'root', namespace },
  spec: { containers: [{ name: 'root', image: 'registry.example/root:1' }] },
})

describe("FormDB's overlays on an API server", () => {
  // A cluster each, as in life: prod and offline have the same namespace.
  describe.each(environments)('%s', environment => {
    let run: Cluster
    let unit: KubeObject[]
    let namespace: KubeObject

    beforeAll(async () => {
      run = await cluster(inject('run'), `formdb-${environment}`)
      unit = await render(home, `overlays/${environment}/formdb-http-api`)
      namespace = unit.find(({ kind }) => kind === 'Namespace') as KubeObject
      await apply(run.api, namespace)
      for (const object of await render(home, `overlays/${environment}/cluster-storage`))
        if (object.kind === 'StorageClass') await apply(run.api, object)
    })
    afterAll(() => run?.stop())

    test('accepted by a server-side dry run, without a warning', async () => {
      for (const object of unit) {
        const { warnings } = await apply(run.api, object, { dryRun: true })
        expect(warnings, `${object.kind} ${object.metadata.name}`).toEqual([])
      }
      const [{ name }] = unit.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata) as [{ name: string }]
      expect(await list(run.api, 'apps/v1', 'Deployment'), `${name} was stored by a dry run`).toEqual([])
    })

    test('applied, all pods Ready, the volume bound, the autoscaler active', async ({ task }) => {
      task.meta.objects = unit.length
      for (const object of unit) expect((await apply(run.api, object)).warnings).toEqual([])
      for (const object of unit) expect((await get(run.api, object)).metadata.name).toBe(object.metadata.name)
      const one = (kind: string): KubeObject => unit.find(object => object.kind === kind) as KubeObject
      await eventually(async () => {
        const { status, spec } = await get(run.api, one('Deployment'))
        expect(status.readyReplicas).toBe(spec.replicas)
        expect(status.updatedReplicas).toBe(spec.replicas)
        const autoscaler = await get(run.api, one('HorizontalPodAutoscaler'))
        expect(autoscaler.status.conditions).toContainEqual(expect.objectContaining({ type: 'ScalingActive', status: 'True' }))
        expect((await get(run.api, one('PersistentVolumeClaim'))).status.phase).toBe('Bound')
      }, 120)
    })

    test('a pod that may run as root is refused by Pod Security', async () => {
      const refusal = await apply(run.api, rootPod(namespace.metadata.name)).catch(error => error)
      expect(refusal).toBeInstanceOf(ApiError)
      expect(refusal.status).toBe(403)
      expect(refusal.message).toContain('violates PodSecurity "restricted:v1.36"')
    })
  })
})
