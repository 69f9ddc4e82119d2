import { serviceAccounts } from '../set/accounts.ts'
import type { Placed } from '../set/cluster.ts'
import { fields, get, list, strings } from '../set/fields.ts'
import { containersOf, podOf } from '../set/pods.ts'
import { type Both, type Change, comes, goes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { asDanger, changed, named, newlyFound, of } from './say.ts'

/** Why a permission is more than it seems, by what is in it. Source: CIS Kubernetes Benchmark, section 5.1. */
const risks: readonly [test: RegExp, why: string][] = [
  [/^\S*\*/, 'a wildcard (CIS 5.1.3)'],
  [/^\S+ (escalate|bind|impersonate)$/, 'it gives itself more rights (CIS 5.1.8)'],
  [/^\/secrets (get|list|watch)$/, 'it reads secrets (CIS 5.1.2)'],
  [/^\/pods(\/exec|\/attach|\/ephemeralcontainers)? create$/, 'it runs what it likes (CIS 5.1.4)'],
  [/^\/persistentvolumes create$/, 'it reaches the node through a volume (CIS 5.1.9)'],
  [/^\/nodes\/proxy /, 'it reaches every kubelet (CIS 5.1.10)'],
  [/^certificates\.k8s\.io\/certificatesigningrequests\/approval /, 'it signs new identities (CIS 5.1.11)'],
  [/^admissionregistration\.k8s\.io\/\S+ (create|update|patch)$/, 'it changes what is admitted (CIS 5.1.12)'],
  [/^\/serviceaccounts\/token create$/, 'it becomes any account (CIS 5.1.13)'],
  [/ \*$/, 'every verb (CIS 5.1.3)'],
]

const permissions = ({ object }: Placed): Set<string> =>
  new Set(
    list(object.rules).flatMap(({ apiGroups, resources, verbs, nonResourceURLs }) =>
      strings(verbs).flatMap(verb => [
        ...strings(apiGroups).flatMap(group => strings(resources).map(resource => `${group}/${resource} ${verb}`)),
        ...strings(nonResourceURLs).map(url => `${url} ${verb}`),
      ]),
    ),
  )

const isRole = ({ kind }: Placed): boolean => kind === 'Role' || kind === 'ClusterRole'
const isBinding = ({ kind }: Placed): boolean => kind === 'RoleBinding' || kind === 'ClusterRoleBinding'
const everybody = /^system:(authenticated|unauthenticated|anonymous|serviceaccounts)$/
const subjects = ({ object }: Placed): string[] =>
  list(object.subjects).map(({ kind, namespace, name }) => [kind, namespace, name].filter(Boolean).join('/'))

const widened = (change: Change): Said<'D28'>[] => {
  const all = [...stays(change).map(({ base, head }) => ({ base, head })), ...comes(change).map(head => ({ base: undefined, head }))]
  return all.flatMap(({ base, head }): Said<'D28'>[] => {
    if (isRole(head)) {
      const known = base ? permissions(base) : new Set<string>()
      return [...permissions(head)]
        .filter(one => !known.has(one))
        .flatMap(one => {
          const why = risks.find(([test]) => test.test(one))?.[1]
          return why ? [of('D28', head, ['rules'], `${named(head)} may now ${one}: ${why}`)] : []
        })
    }
    if (!isBinding(head)) return []
    const role = fields(get(head.object, 'roleRef')).name
    if (!base && head.kind === 'ClusterRoleBinding')
      return [of('D28', head, [], `${named(head)} is new: ${subjects(head).join(', ')} get ${role} everywhere`)]
    const known = base ? subjects(base) : []
    return subjects(head)
      .filter(
        one =>
          !known.includes(one) &&
          (head.kind === 'ClusterRoleBinding' || everybody.test(one.split('/').at(-1) ?? '') || role === 'cluster-admin'),
      )
      .map(one => of('D28', head, ['subjects'], `${named(head)} gives ${role} to ${one} too`))
  })
}

const mesh = new Set(['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'])

/** Names of settings that ask callers who they are. */
const asks = /AUTH|API_?KEY|TOKEN|JWT|OIDC|MTLS|PASSWORD/i

const settings = (where: Placed): Map<string, string> => {
  const pod = podOf(where)
  const ofPod = pod
    ? containersOf(pod).flatMap(({ name, fields: one }) => list(one.env).map(env => [`${name} ${env.name}`, JSON.stringify(env)] as const))
    : []
  const data =
    where.kind === 'ConfigMap' ? Object.entries(fields(where.object.data)).map(([key, value]) => [key, JSON.stringify(value)] as const) : []
  return new Map([...ofPod, ...data].filter(([key]) => asks.test(key)))
}

const off = /"value":"(|false|off|no|0|none|disabled)"|^"(|false|off|no|0|none|disabled)"$|"optional":true/i

const unasked = ({ base, head }: Both): Said<'D28'>[] => {
  const after = settings(head)
  return [...settings(base)].flatMap(([key, old]): Said<'D28'>[] => {
    const next = after.get(key)
    if (next === undefined) return [of('D28', head, [], `${named(head)}: ${key} is gone, and it asks callers who they are`)]
    return off.test(next) && !off.test(old) ? [of('D28', head, [], `${named(head)}: ${key} is switched off`)] : []
  })
}

const doors = (change: Change): Said<'D28'>[] => [
  ...stays(change).flatMap(unasked),
  ...stays(change)
    .filter(both => mesh.has(both.head.kind) && changed(both, 'spec'))
    .map(({ head }) => of('D28', head, ['spec'], `${named(head)}: who may call, or how callers prove who they are, changed`)),
  ...goes(change)
    .filter(({ kind, whole }) => mesh.has(kind) && !whole)
    .map(one => of('D28', one, [], `${named(one)} is gone: callers needn’t prove who they are`)),
]

const elsewhere = ({ environments }: Change): Said<'D29'>[] =>
  environments.flatMap(one =>
    newlyFound(one, cluster => serviceAccounts.judge(cluster), ['rbac-subject-exists']).map(found => asDanger('D29', found)),
  )

export const access = family(
  {
    D28: {
      name: 'access-widened',
      severity: 'blocks',
      signal:
        'a new ClusterRoleBinding or subject of one, a permission on the CIS list, a binding to everybody; an authorization policy changed or gone; a setting that asks callers who they are is gone or off',
      why: 'whoever holds the account or reaches the port can do what nobody meant to allow, and it isn’t seen until it is used',
      fix: 'name the verbs, resources and one account; let security review it in a pull request of its own',
      more: 'CIS Kubernetes Benchmark 5.1; konflate rbac-widened; docs/operations/security-hardening.md',
    },
    D29: {
      name: 'subject-elsewhere',
      severity: 'blocks',
      signal: 'a binding names a ServiceAccount that isn’t rendered in that namespace',
      why: 'a namespace: field renames some subjects only; the right goes to whoever makes that account later, and the pods lose theirs',
      fix: 'write the namespace of each subject, and look at it in the render',
      more: 'kustomize#3877, #4015, #1377',
    },
  },
  change => [...widened(change), ...doors(change), ...elsewhere(change)],
)
