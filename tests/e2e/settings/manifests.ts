import type { Live } from '../../../scripts/lib/e2e/objects.ts'
import type { KubeObject } from '../../../scripts/lib/engine.ts'

type Annotations = { [name: string]: string }

export const configMap = (name: string, data: { [key: string]: string }, annotations: Annotations = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, annotations },
  data,
})

/** What a pod is made from: an image, the ConfigMap that it reads, what it asks for. */
export type Pod = { image?: string; config?: string; cpu?: string; nowhere?: boolean }

/** A pod `nowhere` names a node that doesn't exist, so it is Pending for ever: the change that never becomes healthy. */
const podOf = (name: string, { image = 'registry.example/app:1', config, cpu, nowhere }: Pod): object => ({
  selector: { matchLabels: { app: name } },
  template: {
    metadata: { labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 0,
      ...(nowhere && { nodeSelector: { 'kubernetes.io/hostname': 'nowhere' } }),
      containers: [
        {
          name: 'app',
          image,
          ...(config !== undefined && { envFrom: [{ configMapRef: { name: config } }] }),
          ...(cpu !== undefined && { resources: { requests: { cpu } } }),
        },
      ],
    },
  },
})

/** A Deployment whose pods are nowhere fails after a time that a slow machine still sees it wait in. */
export const deployment = (name: string, pod: Pod = {}, spec: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { ...(pod.nowhere && { progressDeadlineSeconds: 15 }), ...podOf(name, pod), ...spec },
})

/** A canary that pauses for ever after its first step, as one does that is being judged. */
export const rollout = (name: string, pod: Pod = {}, spec: object = {}): KubeObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name },
  spec: { replicas: 2, ...podOf(name, pod), strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } }, ...spec },
})

export const onDeleteStatefulSet = (name: string, pod: Pod = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name },
  spec: { serviceName: name, replicas: 1, updateStrategy: { type: 'OnDelete' }, ...podOf(name, pod) },
})

/** Of a pod, or of a workload's pods: the image, the ConfigMap that is read, the CPU asked for. */
export const podOfLive = ({ spec }: { [field: string]: Live[string] }): { image: string; config: string; cpu: string } => {
  const [container] = (spec.template?.spec ?? spec).containers
  return { image: container.image, config: container.envFrom?.[0].configMapRef.name, cpu: container.resources?.requests?.cpu }
}
