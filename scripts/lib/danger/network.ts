import { isDeepStrictEqual } from 'node:util'
import type { Cluster, Placed } from '../set/cluster.ts'
import { fields, get, list, strings } from '../set/fields.ts'
import { selects } from '../set/selector.ts'
import { type Both, type Change, comes, goes, type One, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { named, of } from './say.ts'

type Direction = 'Ingress' | 'Egress'
const both: readonly Direction[] = ['Ingress', 'Egress']

/** The directions that a policy restricts: what it says, or what Kubernetes concludes. */
const restricts = ({ object }: Placed): Direction[] => {
  const said = strings(get(object, 'spec', 'policyTypes'))
  if (said.length === 0) return get(object, 'spec', 'egress') === undefined ? ['Ingress'] : [...both]
  return both.filter(one => said.includes(one))
}

const any = 'everybody'

/** Each peer and port that a policy lets through, as text: `Ingress <peer> <port>`. */
const allowed = (policy: Placed): Set<string> =>
  new Set(
    restricts(policy).flatMap(direction =>
      list(get(policy.object, 'spec', direction.toLowerCase())).flatMap(rule => {
        const peers = list(rule[direction === 'Ingress' ? 'from' : 'to']).map(one => JSON.stringify(one))
        const ports = list(rule.ports).map(
          ({ port = '', protocol = 'TCP', endPort = '' }) => `${protocol} ${port}${endPort ? `-${endPort}` : ''}`,
        )
        return (peers.length > 0 ? peers : [any]).flatMap(peer =>
          (ports.length > 0 ? ports : ['every port']).map(port => `${direction}\n${peer}\n${port}`),
        )
      }),
    ),
  )

const [everybody, everyPort] = [any, 'every port']

/** Whether what a line lets through was let through before: as it stands, or by everybody or every port. */
const isCovered = (line: string, before: ReadonlySet<string>): boolean => {
  const [direction = '', peer = '', port = ''] = line.split('\n')
  return [peer, everybody].some(who => [port, everyPort].some(where => before.has([direction, who, where].join('\n'))))
}

const words = (line: string): string => {
  const [direction = '', peer = '', port = ''] = line.split('\n')
  return `${direction.toLowerCase()} ${direction === 'Ingress' ? 'from' : 'to'} ${peer} on ${port}`
}

const isDns = (line: string): boolean => /^Egress\n.*\n(UDP|TCP) 53$/.test(line)

const altered = ({ base, head }: Both): Said<'D27'>[] => {
  if (head.kind !== 'NetworkPolicy') return []
  const [before, after] = [allowed(base), allowed(head)]
  const freed = restricts(base).filter(one => !restricts(head).includes(one))
  const more = [...after].filter(line => !isCovered(line, before))
  const dns =
    [...before].some(isDns) && restricts(head).includes('Egress') && ![...before].filter(isDns).some(line => isCovered(line, after))
  const selector = ['spec', 'podSelector']
  return [
    ...freed.map(direction => of('D27', head, ['spec', 'policyTypes'], `${named(head)} no longer restricts ${direction.toLowerCase()}`)),
    ...more
      .slice(0, 5)
      .map(line =>
        of('D27', head, ['spec', line.startsWith('I') ? 'ingress' : 'egress'], `${named(head)} lets more through: ${words(line)}`),
      ),
    ...(dns ? [of('D27', head, ['spec', 'egress'], `${named(head)} no longer lets DNS through (port 53)`)] : []),
    ...(isDeepStrictEqual(get(base.object, ...selector), get(head.object, ...selector))
      ? []
      : [of('D27', head, selector, `${named(head)} selects other pods`)]),
  ]
}

const policiesIn = (cluster: Cluster, namespace: string | undefined): Placed[] =>
  cluster.ofKind('NetworkPolicy').filter(one => one.namespace === namespace)

/** A removed policy whose rules no other policy of the namespace has. */
const removed = (change: Change): Said<'D27'>[] =>
  goes(change)
    .filter(one => one.kind === 'NetworkPolicy' && !one.whole && !isStillThere(change, one))
    .map(one => of('D27', one, [], `${named(one)} is gone, and with it what it forbade or let through`))

const isStillThere = (change: Change, one: One): boolean => {
  const head = change.environments.find(({ env }) => env === one.env)?.head.cluster
  return head !== undefined && policiesIn(head, one.namespace).some(({ object }) => isDeepStrictEqual(object.spec, one.object.spec))
}

/** Pods that ran without any policy in a direction and that a new one selects: from then on they get only what it allows. */
const closed = (change: Change): Said<'D27'>[] =>
  comes(change)
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap((policy): Said<'D27'>[] => {
      const before = change.environments.find(({ env }) => env === policy.env)?.base.cluster
      if (!before) return []
      const open = before.podsIn(policy.namespace).flatMap(pod => {
        if (!selects(fields(get(policy.object, 'spec')).podSelector, pod.labels)) return []
        const held = policiesIn(before, policy.namespace)
          .filter(one => selects(get(one.object, 'spec', 'podSelector'), pod.labels))
          .flatMap(restricts)
        const first = restricts(policy).find(direction => !held.includes(direction))
        return first ? [{ pod, first }] : []
      })
      const [one] = open
      if (!one) return []
      const problem = `${named(policy)} is the first to restrict the ${one.first.toLowerCase()} of ${named(one.pod.of)}: all that it doesn’t name is refused`
      return [of('D27', policy, ['spec', 'podSelector'], problem)]
    })

export const network = family(
  {
    D27: {
      name: 'network-policy-changed',
      severity: 'blocks',
      signal:
        'a NetworkPolicy is gone, lets more through, selects other pods or drops DNS; or it is the first to select pods that run without one',
      why: 'what is open can be reached by every pod of the cluster; what is closed at once breaks callers that nobody named',
      fix: 'add the policy for the new need beside the old one, named peer by named peer; try it where nobody is served',
      more: 'konflate removed-networkpolicy; Kyverno add-networkpolicy-dns; docs/operations/security-hardening.md',
    },
  },
  change => [...stays(change).flatMap(altered), ...removed(change), ...closed(change)],
)
