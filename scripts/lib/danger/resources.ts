import { quantity } from '../diff/meaning.ts'
import type { Cluster, Placed } from '../set/cluster.ts'
import { type Fields, fields, get, list } from '../set/fields.ts'
import { containersOf, podOf, replicasOf, replicated } from '../set/pods.ts'
import { type Both, type Change, type EnvironmentChange, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { named, of, shown } from './say.ts'

type Amounts = { requests: Fields; limits: Fields; path: readonly (string | number)[] }

const amountsOf = (where: Placed): Map<string, Amounts> => {
  const pod = podOf(where)
  return new Map(
    pod
      ? containersOf(pod).map(({ name, path, fields: one }) => {
          const { requests, limits } = fields(one.resources)
          return [name, { requests: fields(requests), limits: fields(limits), path: [...path, 'resources'] }]
        })
      : [],
  )
}

const names = ['cpu', 'memory']

const altered = ({ base, head }: Both): Said<'D36'>[] => {
  const before = amountsOf(base)
  return [...amountsOf(head)].flatMap(([container, next]): Said<'D36'>[] => {
    const old = before.get(container)
    if (!old) return []
    return names.flatMap((name): Said<'D36'>[] => {
      const [asked, asks, cap, caps] = [old.requests[name], next.requests[name], old.limits[name], next.limits[name]]
      const [a, b, c, d] = [asked, asks, cap, caps].map(quantity)
      const say = (field: string, problem: string): Said<'D36'> =>
        of('D36', head, [...next.path, field, name], `${named(head)}, container ${container}: ${problem}`)
      return [
        ...(a !== undefined && b !== undefined && b > a * 2n
          ? [say('requests', `asks for ${shown(asks)} ${name}, more than twice ${shown(asked)}`)]
          : []),
        ...(b !== undefined && d !== undefined && d < b && !(a !== undefined && c !== undefined && c < a)
          ? [say('limits', `the limit ${shown(caps)} of ${name} is below the request ${shown(asks)}`)]
          : []),
        ...(name === 'memory' && c !== undefined && d !== undefined && d < c
          ? [say('limits', `memory limit ${shown(cap)} → ${shown(caps)}`)]
          : []),
      ]
    })
  })
}

/** What all replicated pods of a namespace ask for at most, by the name that a quota has for it. */
const asked = (cluster: Cluster, namespace: string | undefined): Map<string, bigint> => {
  const sum = new Map<string, bigint>()
  const add = (key: string, amount: bigint | undefined, times: number): void => {
    if (amount !== undefined) sum.set(key, (sum.get(key) ?? 0n) + amount * BigInt(Math.ceil(times)))
  }
  for (const pod of cluster.podsIn(namespace)) {
    if (!replicated.includes(pod.of.kind)) continue
    const { most } = replicasOf(cluster, pod.of)
    for (const { fields: one, stays: runs } of containersOf(pod))
      for (const name of runs ? names : []) {
        add(`requests.${name}`, quantity(get(one, 'resources', 'requests', name)), most)
        add(`limits.${name}`, quantity(get(one, 'resources', 'limits', name)), most)
      }
    add('pods', 10n ** 27n, most)
  }
  return sum
}

const over = (cluster: Cluster): Map<string, { quota: Placed; problem: string }> =>
  new Map(
    cluster.ofKind('ResourceQuota').flatMap(quota => {
      const sum = asked(cluster, quota.namespace)
      return Object.entries(fields(get(quota.object, 'spec', 'hard'))).flatMap(([key, hard]) => {
        const most = quantity(hard)
        const wants = sum.get(key === 'cpu' || key === 'memory' ? `requests.${key}` : key)
        if (most === undefined || wants === undefined || wants <= most) return []
        return [
          [
            `${quota.unit} ${quota.name} ${key}`,
            { quota, problem: `all replicas together want more ${key} than its ${shown(hard)}` },
          ] as const,
        ]
      })
    }),
  )

const quotas = ({ base, head }: EnvironmentChange): Said<'D36'>[] => {
  const known = over(base.cluster)
  return [...over(head.cluster)].flatMap(([key, { quota, problem }]): Said<'D36'>[] =>
    known.has(key) ? [] : [of('D36', quota, ['spec', 'hard'], `${named(quota)}: ${problem}`)],
  )
}

/** Containers above what a LimitRange of their namespace allows one of them. */
const ranges = (change: Change): Said<'D36'>[] =>
  stays(change).flatMap(({ env, base, head }) => {
    const cluster = change.environments.find(one => one.env === env)?.head.cluster
    const limits = cluster?.ofKind('LimitRange').filter(one => one.namespace === head.namespace) ?? []
    const max = limits.flatMap(({ object }) => list(get(object, 'spec', 'limits'))).find(({ type }) => type === 'Container')
    const before = amountsOf(base)
    return [...amountsOf(head)].flatMap(([container, { limits: next, path }]) =>
      names.flatMap((name): Said<'D36'>[] => {
        const [most, limit, was] = [get(max, 'max', name), next[name], before.get(container)?.limits[name]].map(quantity)
        if (most === undefined || limit === undefined || limit <= most || (was !== undefined && was > most)) return []
        return [
          of(
            'D36',
            head,
            [...path, 'limits', name],
            `${named(head)}, container ${container}: the LimitRange allows ${shown(get(max, 'max', name))} ${name}`,
          ),
        ]
      }),
    )
  })

export const resources = family(
  {
    D36: {
      name: 'resources-changed',
      severity: 'warns',
      signal: 'a request more than doubles, a limit is below its request, a memory limit is lower, or quota or LimitRange are exceeded',
      why: 'pods that ask for too much stay Pending, those that may use less memory than before are killed',
      fix: 'compare with what the pods use (docs/operations/capacity.md), and move quota and request in one change',
      more: 'Kubernetes documentation, policy/resource-quotas; docs/operations/capacity.md',
    },
  },
  change => [...stays(change).flatMap(altered), ...ranges(change), ...change.environments.flatMap(quotas)],
)
