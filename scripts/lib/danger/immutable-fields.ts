import { get, type Path } from '../set/fields.ts'

/**
 * Fields that the API server refuses to change, by group and kind. Source: Kubernetes 1.36, the Validate…Update functions of
 * pkg/apis/<package>/validation/validation.go; the package stands beside each.
 */
export const immutableFields: { readonly [groupKind: string]: readonly Path[] } = {
  // batch
  'batch/Job': ['selector', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy', 'template'].map(
    field => ['spec', field],
  ),
  // core
  '/Secret': [['type']],
  '/Pod': [
    ['spec', 'containers'],
    ['spec', 'volumes'],
    ['spec', 'nodeName'],
    ['spec', 'serviceAccountName'],
  ],
  '/PersistentVolume': [
    ['spec', 'volumeMode'],
    ...['csi', 'nfs', 'local', 'hostPath', 'iscsi', 'fc', 'nodeAffinity'].map(source => ['spec', source]),
  ],
  // storage
  'storage.k8s.io/StorageClass': [['provisioner'], ['parameters'], ['reclaimPolicy'], ['volumeBindingMode']],
  'storage.k8s.io/CSIDriver': [
    ['spec', 'attachRequired'],
    ['spec', 'volumeLifecycleModes'],
  ],
  'storage.k8s.io/VolumeAttachment': [['spec']],
  'storage.k8s.io/VolumeAttributesClass': [['driverName'], ['parameters']],
  // networking, discovery
  'networking.k8s.io/IngressClass': [['spec', 'controller']],
  'discovery.k8s.io/EndpointSlice': [['addressType']],
  // rbac
  'rbac.authorization.k8s.io/RoleBinding': [['roleRef']],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [['roleRef']],
  // node, apps, certificates, resource
  'node.k8s.io/RuntimeClass': [['handler']],
  'apps/ControllerRevision': [['data']],
  'certificates.k8s.io/ClusterTrustBundle': [['spec', 'signerName']],
  'resource.k8s.io/ResourceClaim': [['spec']],
  'resource.k8s.io/ResourceClaimTemplate': [['spec']],
}

/** What may change in a StatefulSet's spec; everything else is refused (apps, ValidateStatefulSetUpdate). */
export const statefulSetMay = new Set([
  ...['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'],
  'minReadySeconds',
])

/** What may change in a claim's spec: its size, which only grows, and its attributes (core, ValidatePersistentVolumeClaimUpdate). */
export const claimMay = new Set(['resources', 'volumeAttributesClassName'])

/** Workloads whose selector is refused to change (apps; a Rollout's replica sets would be orphaned). */
export const selecting = new Set(['Deployment', 'DaemonSet', 'ReplicaSet', 'Rollout'])

/** Whether a ConfigMap or Secret was sealed: then its data is refused to change, and so is unsealing it (core). */
export const isSealed = (object: unknown): boolean => get(object, 'immutable') === true
