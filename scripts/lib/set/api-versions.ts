import type { Cluster } from './cluster.ts'
import { type Found, family } from './family.ts'

/**
 * API versions by the minor version of Kubernetes 1.x that no longer serves them. Source: the "Deprecated API Migration Guide",
 * kubernetes.io/docs/reference/using-api/deprecation-guide. `*` stands for every kind of the group.
 */
const removed: Record<string, readonly [minor: number, instead: string]> = {
  'extensions/v1beta1 Ingress': [22, 'networking.k8s.io/v1'],
  'extensions/v1beta1 NetworkPolicy': [16, 'networking.k8s.io/v1'],
  'extensions/v1beta1 *': [16, 'apps/v1'],
  'apps/v1beta1 *': [16, 'apps/v1'],
  'apps/v1beta2 *': [16, 'apps/v1'],
  'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration': [22, 'admissionregistration.k8s.io/v1'],
  'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration': [22, 'admissionregistration.k8s.io/v1'],
  'apiextensions.k8s.io/v1beta1 *': [22, 'apiextensions.k8s.io/v1'],
  'apiregistration.k8s.io/v1beta1 *': [22, 'apiregistration.k8s.io/v1'],
  'certificates.k8s.io/v1beta1 CertificateSigningRequest': [22, 'certificates.k8s.io/v1'],
  'coordination.k8s.io/v1beta1 Lease': [22, 'coordination.k8s.io/v1'],
  'networking.k8s.io/v1beta1 Ingress': [22, 'networking.k8s.io/v1'],
  'networking.k8s.io/v1beta1 IngressClass': [22, 'networking.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1beta1 *': [22, 'rbac.authorization.k8s.io/v1'],
  'scheduling.k8s.io/v1beta1 PriorityClass': [22, 'scheduling.k8s.io/v1'],
  'storage.k8s.io/v1beta1 CSIDriver': [22, 'storage.k8s.io/v1'],
  'storage.k8s.io/v1beta1 CSINode': [22, 'storage.k8s.io/v1'],
  'storage.k8s.io/v1beta1 StorageClass': [22, 'storage.k8s.io/v1'],
  'storage.k8s.io/v1beta1 VolumeAttachment': [22, 'storage.k8s.io/v1'],
  'storage.k8s.io/v1beta1 CSIStorageCapacity': [27, 'storage.k8s.io/v1'],
  'batch/v1beta1 CronJob': [25, 'batch/v1'],
  'discovery.k8s.io/v1beta1 EndpointSlice': [25, 'discovery.k8s.io/v1'],
  'events.k8s.io/v1beta1 Event': [25, 'events.k8s.io/v1'],
  'autoscaling/v2beta1 HorizontalPodAutoscaler': [25, 'autoscaling/v2'],
  'autoscaling/v2beta2 HorizontalPodAutoscaler': [26, 'autoscaling/v2'],
  'policy/v1beta1 PodDisruptionBudget': [25, 'policy/v1'],
  'policy/v1beta1 PodSecurityPolicy': [25, 'the label pod-security.kubernetes.io/enforce'],
  'node.k8s.io/v1beta1 RuntimeClass': [25, 'node.k8s.io/v1'],
  'flowcontrol.apiserver.k8s.io/v1beta1 *': [26, 'flowcontrol.apiserver.k8s.io/v1'],
  'flowcontrol.apiserver.k8s.io/v1beta2 *': [29, 'flowcontrol.apiserver.k8s.io/v1'],
  'flowcontrol.apiserver.k8s.io/v1beta3 *': [32, 'flowcontrol.apiserver.k8s.io/v1'],
}

/** Served still, and no longer to be used. Source: kubernetes.io/blog/2025/04/24/endpoints-deprecation. */
const deprecated: Record<string, readonly [minor: number, instead: string]> = {
  'v1 Endpoints': [33, 'discovery.k8s.io/v1 EndpointSlice'],
}

const old = (cluster: Cluster): Found<'api-version-served'>[] => {
  const minor = cluster.version === undefined ? Number.POSITIVE_INFINITY : Number(cluster.version.split('.')[1])
  return cluster.objects.flatMap((of): Found<'api-version-served'>[] => {
    const version = of.object.apiVersion
    const gone = removed[`${version} ${of.kind}`] ?? removed[`${version} *`]
    const [since, instead] = gone ?? deprecated[`${version} ${of.kind}`] ?? []
    if (since === undefined || minor < since) return []
    const problem = `${version} ${of.kind} ${gone ? 'is not served' : 'is deprecated'} since Kubernetes 1.${since}`
    return [{ code: 'api-version-served', of, path: ['apiVersion'], value: version, problem, fix: `write ${instead}` }]
  })
}

export const apiVersions = family(
  {
    'api-version-served': {
      stance: 'A',
      waivable: false,
      why: 'the API server refuses an API version that it no longer serves',
      fix: 'write the version that is served',
    },
  },
  old,
)
