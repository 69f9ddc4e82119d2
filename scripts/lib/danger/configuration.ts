import { sourcesOf } from '../applicationset/types.ts'
import { stemOf } from '../diff/identity.ts'
import type { Placed } from '../set/cluster.ts'
import { isLasting, podOf } from '../set/pods.ts'
import { ofPod } from '../set/references.ts'
import type { Both, Change } from './change.ts'
import { stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { changed, changedKeys, named, of, optionsOf } from './say.ts'

const isData = ({ kind }: Placed): boolean => kind === 'ConfigMap' || kind === 'Secret'

/** Whether pods of a workload are as they were: their template says the same. */
const isStill = (workload: Placed, all: readonly Both[]): boolean => {
  const both = all.find(({ head }) => head.kind === workload.kind && head.name === workload.name && head.namespace === workload.namespace)
  const pod = podOf(workload)
  return !both || !pod || !changed(both, ...pod.path)
}

/** Pods of an environment that read a ConfigMap or Secret and are there on both sides. */
const readers = (change: Change, env: string, side: 'base' | 'head', data: Placed): { of: Placed; lasting: boolean }[] => {
  const cluster = change.environments.find(one => one.env === env)?.[side].cluster
  return (cluster?.podsIn(data.namespace) ?? [])
    .filter(pod => ofPod(pod).some(({ kind, name }) => kind === data.kind && name === data.name))
    .map(pod => ({ of: pod.of, lasting: isLasting(pod) }))
}

const unread = (change: Change): Said<'D20'>[] => {
  const all = stays(change)
  return all.flatMap(both => {
    const { base, head, env, hashed } = both
    const keys = ['data', 'binaryData', 'stringData'].flatMap(field =>
      changedKeys(base.object[field], head.object[field]).map(key => [field, key] as const),
    )
    if (!isData(head) || hashed || keys.length === 0) return []
    const [first] = keys
    const still = readers(change, env, 'head', head).filter(({ of: where, lasting }) => lasting && isStill(where, all))
    return still.map(({ of: where }) =>
      of('D20', head, [...(first ?? [])], `${named(head)} changes and ${named(where)} reads it, but its pods aren't replaced`),
    )
  })
}

const pruned = (change: Change): Said<'D21'>[] =>
  stays(change).flatMap(({ base, env, unit, hashed }): Said<'D21'>[] => {
    if (!isData(base) || !hashed || stemOf(base.name) === undefined || optionsOf(base, 'sync-options').includes('Prune=false')) return []
    const environment = change.environments.find(one => one.env === env)
    const path = change.units.find(one => one.unit.name === unit)?.unit.path
    const isLast = environment?.head.argo?.registered.some(
      ({ application: { spec } }) =>
        sourcesOf(spec).some(one => one.path === path) && spec.syncPolicy?.syncOptions?.includes('PruneLast=true'),
    )
    if (isLast) return []
    return readers(change, env, 'base', base)
      .filter(({ lasting }) => !lasting)
      .map(({ of: where }) => of('D21', base, [], `${named(base)} is pruned, and a run of ${named(where)} may still need it`))
  })

export const configuration = family(
  {
    D20: {
      name: 'configuration-unread',
      severity: 'blocks',
      signal: 'a ConfigMap or Secret with a fixed name changes, and the pods that read it keep their template',
      why: 'the old settings run on until somebody restarts a pod, and then only in that one',
      fix: 'let a configMapGenerator name it by its content, or change an annotation of the pod template with it',
      more: 'argo-rollouts#958; kustomize#50',
    },
    D21: {
      name: 'job-configuration-pruned',
      severity: 'warns',
      signal: 'a generated ConfigMap or Secret that a Job or CronJob reads gets another name, without PruneLast or Prune=false',
      why: 'a run that is just starting finds nothing under the old name and never starts',
      fix: 'PruneLast=true in the Application, or Prune=false and IgnoreExtraneous on it',
      more: 'argo-cd#9153, #1629; docs/decisions/argo-cd-settings.md',
    },
  },
  change => [...unread(change), ...pruned(change)],
)
