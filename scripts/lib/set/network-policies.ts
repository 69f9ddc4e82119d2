import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, list, strings } from './fields.ts'
import { operatorPods } from './operator-pods.ts'
import { selectorText, selects, takesAll } from './selector.ts'

/** The directions a policy restricts: what it says, or what Kubernetes concludes from its rules. */
const directions = ({ object }: Placed): string[] => {
  const said = strings(get(object, 'spec', 'policyTypes'))
  return said.length > 0 ? said : ['Ingress', ...(get(object, 'spec', 'egress') === undefined ? [] : ['Egress'])]
}

/** Whether any pod of a namespace, rendered or made by an operator, is selected. */
const someone = (cluster: Cluster, namespace: string | undefined, selector: unknown): boolean =>
  cluster.podsIn(namespace).some(pod => selects(selector, pod.labels)) ||
  operatorPods(cluster, namespace).some(labels => selects(selector, labels))

const nameLabel = 'kubernetes.io/metadata.name'

const covered = (cluster: Cluster): Found<'network-policy-present'>[] =>
  cluster.pods.flatMap(({ of, labels, spec, path }) => {
    if (spec.hostNetwork === true) return []
    const own = cluster.ofKind('NetworkPolicy').filter(one => one.namespace === of.namespace)
    const held = new Set(own.filter(one => selects(get(one.object, 'spec', 'podSelector'), labels)).flatMap(directions))
    const open = ['Ingress', 'Egress'].filter(direction => !held.has(direction))
    if (open.length === 0) return []
    const problem = `no NetworkPolicy of namespace ${of.namespace ?? 'default'} restricts the ${open.join(' and ').toLowerCase()} of these pods`
    return [{ code: 'network-policy-present', of, path: [...path, 'metadata', 'labels'], problem }]
  })

const dangling = (cluster: Cluster): Found<'network-policy-selects'>[] =>
  cluster.ofKind('NetworkPolicy').flatMap(of => {
    const selector = get(of.object, 'spec', 'podSelector')
    if (takesAll(selector) || someone(cluster, of.namespace, selector)) return []
    const problem = `selects no pod of its namespace (${selectorText(selector)})`
    return [{ code: 'network-policy-selects', of, path: ['spec', 'podSelector'], problem }]
  })

/** The namespaces of a peer that are rendered here in full; none when something else may run there. */
const peerNamespaces = (cluster: Cluster, of: Placed, peer: unknown): (string | undefined)[] => {
  const selector = get(peer, 'namespaceSelector')
  if (selector === undefined) return [of.namespace]
  const name = get(selector, 'matchLabels', nameLabel)
  return typeof name === 'string' && !cluster.isForeign(name) ? [name] : []
}

const peers = (cluster: Cluster): Found<'network-policy-peer-selects'>[] =>
  cluster.ofKind('NetworkPolicy').flatMap(of =>
    (['ingress', 'egress'] as const).flatMap(direction =>
      list(get(of.object, 'spec', direction)).flatMap((rule, at) => {
        const field = direction === 'ingress' ? 'from' : 'to'
        return list(rule[field]).flatMap((peer, i): Found<'network-policy-peer-selects'>[] => {
          const selector = fields(peer).podSelector
          const namespaces = peerNamespaces(cluster, of, peer)
          const matters = selector !== undefined && !takesAll(selector) && namespaces.length > 0
          if (!matters || namespaces.some(namespace => someone(cluster, namespace, selector))) return []
          const problem = `no pod of namespace ${namespaces.join(', ')} is the peer ${selectorText(selector)}`
          return [{ code: 'network-policy-peer-selects', of, path: ['spec', direction, at, field, i, 'podSelector'], problem }]
        })
      }),
    ),
  )

export const networkPolicies = family(
  {
    'network-policy-present': {
      stance: 'A',
      waivable: true,
      why: 'a pod that no NetworkPolicy selects may talk with everybody, and everybody with it',
      fix: 'add the component base/components/default-deny, and policies for what it needs',
    },
    'network-policy-selects': {
      stance: 'A',
      waivable: true,
      why: 'a policy that selects no pod protects and opens nothing, whatever it says',
      fix: "make spec.podSelector equal to labels of the workload's pod template, or delete the policy",
    },
    'network-policy-peer-selects': {
      stance: 'A',
      waivable: true,
      why: 'a rule for pods that nobody has lets nothing through, and the pods that were meant stay cut off',
      fix: "make the peer's podSelector equal to labels of the pods that are meant, or delete the peer",
    },
  },
  cluster => [...covered(cluster), ...dangling(cluster), ...peers(cluster)],
)
