import { expect } from 'vitest'
import type { Api, Ref } from '../../../scripts/lib/e2e/api.ts'
import { eventually } from '../../../scripts/lib/e2e/eventually.ts'
import { get, type Live, list } from '../../../scripts/lib/e2e/objects.ts'

/** Argo Rollouts steps one pod at a time, Argo CD compares what it is told to, and two cores do all of it. */
export const patience = 300

/** What is to be seen of a Rollout in the mesh whose name, and whose namespace's, is the app's. */
export type Canary = {
  /** An object of the namespace, with the app's name or another one. */
  ref: (apiVersion: string, kind: string, name?: string) => Ref
  read: () => Promise<Live>
  /** Waits until Argo Rollouts has seen the newest spec and calls its phase this, at a step when one is given. */
  phase: (wanted: string, step?: number) => Promise<Live>
  /** The percentages of requests that the mesh sends to the stable and to the new version. */
  weights: () => Promise<number[]>
  /** The version, as Argo Rollouts hashes it, that a Service leads to. */
  behind: (service: string) => Promise<string>
  /** The tags of running pods. */
  tags: () => Promise<Set<string>>
  /** ConfigMaps with the first version's settings, by uid: the stable pods read it, so it must stay the same object. */
  settings: () => Promise<string[]>
}

export const canaryOf = (api: Api, app: string): Canary => {
  const ref: Canary['ref'] = (apiVersion, kind, name = app) => ({ apiVersion, kind, metadata: { name, namespace: app } })
  const read = (): Promise<Live> => get(api, ref('argoproj.io/v1alpha1', 'Rollout'))
  return {
    ref,
    read,
    phase: (wanted, step) =>
      eventually(async () => {
        const live = await read()
        const { phase, observedGeneration, currentStepIndex, message } = live.status ?? {}
        expect([phase, observedGeneration], message).toEqual([wanted, String(live.metadata.generation)])
        if (step !== undefined) expect(currentStepIndex).toBe(step)
        return live
      }, patience),
    weights: async () => {
      const { spec } = await get(api, ref('networking.istio.io/v1', 'VirtualService'))
      const primary = spec.http.find((route: { name: string }) => route.name === 'primary')
      return primary.route.map(({ weight }: { weight?: number }) => weight ?? 0)
    },
    behind: async service => (await get(api, ref('v1', 'Service', service))).spec.selector['rollouts-pod-template-hash'],
    tags: async () => {
      const pods = await list(api, 'v1', 'Pod', { namespace: app })
      return new Set(pods.filter(({ metadata }) => !metadata.deletionTimestamp).map(({ spec }) => spec.containers[0].image.split(':')[1]))
    },
    settings: async () => {
      const maps = await list(api, 'v1', 'ConfigMap', { namespace: app })
      return maps.filter(({ data }) => data?.SERVICE_NAME && !data.RELEASE).map(({ metadata }) => metadata.uid)
    },
  }
}
