/**
 * What Argo CD may ignore by a jq expression, as `Kind expression`: only what a controller owns while it runs. With
 * RespectIgnoreDifferences each line is something that Git no longer decides.
 */
export const jqAllowed: ReadonlySet<string> = new Set([
  // An autoscaler's.
  'Rollout .spec.replicas',
  'Deployment .spec.replicas',
  'StatefulSet .spec.replicas',
  // Argo Rollouts', in mid-canary.
  'VirtualService .spec.http[]?.route[]?.weight',
  'DestinationRule .spec.subsets[]?.labels["rollouts-pod-template-hash"]',
  'Service .spec.selector["rollouts-pod-template-hash"]',
  // istiod's, once its certificate is there.
  'ValidatingWebhookConfiguration .webhooks[]?.failurePolicy',
  'ValidatingWebhookConfiguration .webhooks[]?.clientConfig.caBundle',
  'MutatingWebhookConfiguration .webhooks[]?.clientConfig.caBundle',
])
