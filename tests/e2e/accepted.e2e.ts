import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ApiError } from '../../scripts/lib/e2e/api.ts'
import { type Cluster, cluster } from '../../scripts/lib/e2e/cluster.ts'
import { eventually } from '../../scripts/lib/e2e/eventually.ts'
import { apply, get, type Live, list } from '../../scripts/lib/e2e/objects.ts'
import { render } from '../../scripts/lib/e2e/render.ts'
import { rollouts } from '../../scripts/lib/e2e/rollouts.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { home } from '../../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk, ownLayout } from '../../scripts/lib/units.ts'

const environments = ['dev', 'staging', 'prod', 'offline']

/** A pod that Pod Security `restricted` must refuse, in the words of the standard: it may run as root and keeps its capabilities. */
const rootPod = (namespace: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'root', namespace },
  spec: { containers: [{ name: 'root', image: 'registry.example/root:1' }] },
})

/** What a policy of ours only warns of; `pnpm check` shows the same. */
const isAdvice = (warning: string): boolean => warning.startsWith('Validation failed for ValidatingAdmissionPolicy')

const workloads = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']
const name = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`

/** Everything that an environment's units and its argo/env folder render, by unit. */
const everything = async (environment: string): Promise<[string, KubeObject[]][]> => {
  const units = findUnits(foldersOnDisk(home), ownLayout.slice(0, 1)).filter(({ env }) => env === environment)
  const paths = [...units.map(({ path }) => path), `argo/env/${environment}`]
  return Promise.all(paths.map(async path => [path, await render(home, path)] as [string, KubeObject[]]))
}

/** Asserts that a workload runs all the pods that it should. */
const runs = (object: Live): void => {
  const wanted = object.spec.replicas ?? 1
  expect(object.status?.readyReplicas ?? 0, name(object)).toBe(wanted)
}

/** An autoscaler that asks metrics-server alone; what Prometheus would serve isn't here. */
const onResources = ({ kind, spec }: Live | KubeObject): boolean =>
  kind === 'HorizontalPodAutoscaler' && (spec as { metrics: { type: string }[] }).metrics.every(({ type }) => type === 'Resource')
const active = (object: Live): void =>
  expect(object.status.conditions, name(object)).toContainEqual(expect.objectContaining({ type: 'ScalingActive', status: 'True' }))

describe('Every unit on an API server', () => {
  // A cluster each, as in life.
  describe.each(environments)('%s', environment => {
    let run: Cluster
    let units: [string, KubeObject[]][]
    const all = (): KubeObject[] => units.flatMap(([, objects]) => objects)

    beforeAll(async () => {
      run = await cluster(inject('run'), `accepted-${environment}`)
      await rollouts(run)
      units = await everything(environment)
      // Day 0 makes this one, see docs/operations/bootstrap.md.
      await apply(run.api, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argo' } })
      // What others rest on: Argo CD brings them by waves, which tests/e2e shows elsewhere.
      for (const kind of ['Namespace', 'StorageClass', 'PriorityClass', 'RuntimeClass'])
        for (const object of all()) if (object.kind === kind) await apply(run.api, object)
    })
    afterAll(() => run?.stop())

    test('accepted by a server-side dry run, without a warning', async ({ task }) => {
      task.meta.objects = all().length
      const complaints: string[] = []
      for (const [unit, objects] of units)
        for (const object of objects) {
          const { warnings } = await apply(run.api, object, { dryRun: true }).catch(error => ({ warnings: [String(error.message)] }))
          complaints.push(...warnings.map(warning => `${unit}: ${name(object)}: ${warning}`))
        }
      expect(complaints).toEqual([])
      expect(await list(run.api, 'apps/v1', 'Deployment'), 'stored by a dry run').toEqual([])
    })

    test('applied: all workloads run all their pods, volumes are bound, autoscalers on CPU and memory active', async ({ task }) => {
      task.meta.objects = all().length
      for (const object of all()) {
        const { warnings } = await apply(run.api, object)
        expect(
          warnings.filter(warning => !isAdvice(warning)),
          name(object),
        ).toEqual([])
      }
      await eventually(async () => {
        for (const object of all()) {
          if (workloads.includes(object.kind)) runs(await get(run.api, object))
          if (onResources(object)) active(await get(run.api, object))
          if (object.kind === 'PersistentVolumeClaim') expect((await get(run.api, object)).status.phase, name(object)).toBe('Bound')
        }
      }, 180)
    })

    test('a pod that may run as root is refused by Pod Security in every namespace that runs our pods', async () => {
      const namespaces = new Set(all().flatMap(({ kind, metadata }) => (workloads.includes(kind) ? [metadata.namespace ?? ''] : [])))
      expect(namespaces.size).toBeGreaterThan(0)
      for (const namespace of namespaces) {
        const refusal = await apply(run.api, rootPod(namespace)).catch(error => error)
        expect(refusal, namespace).toBeInstanceOf(ApiError)
        expect(refusal.status).toBe(403)
        expect(refusal.message).toContain('violates PodSecurity "restricted:v1.36"')
      }
    })
  })
})
