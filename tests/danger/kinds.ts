/** API versions of the kinds in fixtures; a kind that isn't here is a core kind. */
export const apiVersions: Record<string, string> = {
  ...Object.fromEntries(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(kind => [kind, 'apps/v1'])),
  ...Object.fromEntries(['Application', 'ApplicationSet', 'AppProject', 'Rollout'].map(kind => [kind, 'argoproj.io/v1alpha1'])),
  ...Object.fromEntries(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].map(kind => [kind, 'rbac.authorization.k8s.io/v1'])),
  ...Object.fromEntries(['Job', 'CronJob'].map(kind => [kind, 'batch/v1'])),
  ...Object.fromEntries(['Ingress', 'IngressClass', 'NetworkPolicy'].map(kind => [kind, 'networking.k8s.io/v1'])),
  ...Object.fromEntries(['ExternalSecret', 'SecretStore', 'ClusterSecretStore'].map(kind => [kind, 'external-secrets.io/v1'])),
  ...Object.fromEntries(
    ['ValidatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'].map(kind => [
      kind,
      'admissionregistration.k8s.io/v1',
    ]),
  ),
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  KafkaTopic: 'kafka.strimzi.io/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  StorageClass: 'storage.k8s.io/v1',
}

const clusterKinds =
  /^(Namespace|CustomResourceDefinition|Cluster.*|Validating.*|PriorityClass|StorageClass|IngressClass|PersistentVolume)$/
export const isClusterKind = (kind: string): boolean => clusterKinds.test(kind)
