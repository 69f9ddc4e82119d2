import type { Rule, Severity } from '../check/rule.ts'

const rule = (severity: Severity, why: string, fix: string, waivable = true): Rule => ({
  severity,
  enforced: 'cluster',
  waivable,
  why,
  fix,
})
const error = (why: string, fix: string): Rule => rule('error', why, fix)
const warning = (why: string, fix: string): Rule => rule('warning', why, fix)
const never = (why: string, fix: string): Rule => rule('error', why, fix, false)

/** The policies of apps/cluster-policies by name; each fix is the one that its message gives. */
export const policyRules: Record<string, Rule> = {
  'cpu-limit': warning('a loop takes every idle core of its node', 'set a limit, or know why this one may take every idle core'),
  'duplicate-env': error('readers and the kubelet see different values', 'the name stands twice and the last wins silently; delete one'),
  'ephemeral-storage': error(
    'a full node disk evicts every pod on it',
    'request and limit the disk for logs, emptyDirs and the writable layer',
  ),
  'explicit-namespace': error(
    'namespace default has no policies, quota or Pod Security level',
    'set namespace in the kustomization of the overlay',
  ),
  'image-digest': error('a tag can be moved to another image after review', 'add the digest to the images entry of the overlay'),
  'image-registry': error("an image from anywhere runs anyone's code", 'let security add its prefix to the policy image-registry'),
  'image-tag': error('nobody can say what latest was yesterday', 'give it an exact tag in the images entry of the overlay'),
  'memory-limit': error('a leak evicts its neighbours', 'set a limit, so that a leak ends this container and not its neighbours'),
  'owner-labels': error(
    'an object without an owner is never mended nor deleted',
    'add it to labels in the kustomization: it says whose object this is',
  ),
  'pod-spread': error(
    'all replicas on one node fail with it',
    'spread the pods over nodes and zones (component topology-spread), or set podAntiAffinity',
  ),
  'policy-broken': never(
    "a policy that can't be evaluated refuses everything it matches",
    'correct the expression or the object it stumbles over',
  ),
  'priority-class': error(
    'without a class, what matters is evicted as readily as what does not',
    'name the PriorityClass that says who makes room when nodes are full (application, of cluster-scheduling)',
  ),
  'privileged-port': warning(
    'ports below 1024 need a capability or an open kernel setting',
    'listen above 1023 and let the Service have the low port',
  ),
  'rbac-cluster-admin': error(
    'whoever takes over one pod has the cluster or the namespace',
    'bind a Role with the few rights that are used to one ServiceAccount',
  ),
  'rbac-escalation': error(
    'these verbs and resources lead to every other right',
    'whoever has it can become someone stronger; take it away or let security waive it',
  ),
  'rbac-secrets': error(
    'one right to read Secrets reads those of every app in reach',
    'mount the one Secret that is needed; reading them through the API reads them all',
  ),
  'rbac-wildcard': error('a wildcard also grants what is added tomorrow', 'list the verbs, resources and groups that are used'),
  'read-only-root-filesystem': error(
    "an intruder can't replace what can't be written",
    'set it to true and mount an emptyDir where the program writes',
  ),
  'resource-requests': error(
    'without requests a node is filled until it fails',
    'request what the program uses, so that the scheduler finds it room',
  ),
  'secret-literal-configmap': never(
    'Git and every reader of the namespace would know the secret',
    'everyone who may read the namespace reads it; take it from an ExternalSecret',
  ),
  'secret-literal-env': never(
    'Git and every reader of the namespace would know the secret',
    'take it from an ExternalSecret by secretKeyRef',
  ),
  'service-account-default': error('rights given to default are given to every pod', 'name a ServiceAccount of its own'),
  'service-account-token': error(
    'an intruder finds a login to the Kubernetes API in the pod',
    'set it to false; a program that calls the Kubernetes API needs a waiver',
  ),
  'service-exposure': error(
    'a node port or load balancer passes by the edge, its TLS and its limits',
    'use ClusterIP and let the Ingress or Gateway in front of it face the outside',
  ),
  'ssh-port': error(
    'a login in a container is a second way in that nobody watches',
    'nobody logs in to a container; delete the port, use kubectl debug',
  ),
  'user-id-above-10000': warning(
    'a low id may be a user of the node',
    'use an id above 10000, which no user of a node has, if the image allows it',
  ),
}
