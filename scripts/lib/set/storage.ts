import type { Cluster, Placed } from './cluster.ts'
import { type Found, family } from './family.ts'
import { type Fields, fields, get, list, type Path, strings, text } from './fields.ts'
import { type Pod, replicasOf } from './pods.ts'

/** The claims that a pod mounts by name. */
const mounted = ({ path, spec }: Pod): { name: string; path: Path }[] =>
  list(spec.volumes).flatMap((volume, at) => {
    const name = text(get(volume, 'persistentVolumeClaim', 'claimName'))
    return name ? [{ name, path: [...path, 'spec', 'volumes', at, 'persistentVolumeClaim', 'claimName'] }] : []
  })

/** Whether a StatefulSet makes this claim: `<template>-<name>-<number>`. */
const isMade = (cluster: Cluster, namespace: string | undefined, claim: string): boolean =>
  cluster.ofKind('StatefulSet').some(({ object, name, namespace: own }) =>
    list(get(object, 'spec', 'volumeClaimTemplates')).some(template => {
      const prefix = `${get(template, 'metadata', 'name')}-${name}-`
      return own === namespace && claim.startsWith(prefix) && /^\d+$/.test(claim.slice(prefix.length))
    }),
  )

const claims = (cluster: Cluster): Found<'claim-exists' | 'claim-shared'>[] =>
  cluster.pods.flatMap(pod =>
    mounted(pod).flatMap(({ name, path }): Found<'claim-exists' | 'claim-shared'>[] => {
      const { of } = pod
      const claim = cluster.find('PersistentVolumeClaim', of.namespace, name)
      if (!claim) {
        if (isMade(cluster, of.namespace, name)) return []
        const problem = `there is no PersistentVolumeClaim/${name} in namespace ${of.namespace}`
        return [{ code: 'claim-exists', of, path, value: name, problem }]
      }
      const modes = strings(get(claim.object, 'spec', 'accessModes'))
      const { most } = replicasOf(cluster, of)
      if (modes.includes('ReadWriteMany') || modes.includes('ReadOnlyMany') || !(most > 1 || of.kind === 'DaemonSet')) return []
      const problem = `${of.kind === 'DaemonSet' ? 'a pod on every node mounts' : `up to ${most} replicas mount`} PersistentVolumeClaim/${name}, which is ${modes.join(', ')}`
      return [{ code: 'claim-shared', of, path, value: name, problem }]
    }),
  )

/** Where storage is asked for: claims, a StatefulSet's templates, a pod's ephemeral volumes. */
const requests = (cluster: Cluster): { of: Placed; path: Path; spec: Fields }[] => [
  ...cluster.ofKind('PersistentVolumeClaim').map(of => ({ of, path: ['spec'], spec: fields(of.object.spec) })),
  ...cluster.ofKind('StatefulSet').flatMap(of =>
    list(get(of.object, 'spec', 'volumeClaimTemplates')).map((one, at) => ({
      of,
      path: ['spec', 'volumeClaimTemplates', at, 'spec'],
      spec: fields(one.spec),
    })),
  ),
  ...cluster.pods.flatMap(({ of, path, spec }) =>
    list(spec.volumes).map((volume, at) => ({
      of,
      path: [...path, 'spec', 'volumes', at, 'ephemeral', 'volumeClaimTemplate', 'spec'],
      spec: fields(get(volume, 'ephemeral', 'volumeClaimTemplate', 'spec')),
    })),
  ),
]

const classes = (cluster: Cluster): Found<'storage-class-exists' | 'priority-class-exists'>[] => {
  const storage = requests(cluster).flatMap(({ of, path, spec }): Found<'storage-class-exists'>[] => {
    const name = text(spec.storageClassName)
    if (!name || cluster.find('StorageClass', undefined, name)) return []
    return [
      {
        code: 'storage-class-exists',
        of,
        path: [...path, 'storageClassName'],
        value: name,
        problem: `no unit renders StorageClass/${name}`,
      },
    ]
  })
  const priority = cluster.pods.flatMap(({ of, path, spec }): Found<'priority-class-exists'>[] => {
    const name = text(spec.priorityClassName)
    if (!name || name.startsWith('system-') || cluster.find('PriorityClass', undefined, name)) return []
    const problem = `no unit renders PriorityClass/${name}`
    return [{ code: 'priority-class-exists', of, path: [...path, 'spec', 'priorityClassName'], value: name, problem }]
  })
  return [...storage, ...priority]
}

export const storage = family(
  {
    'claim-exists': {
      stance: 'A',
      waivable: true,
      why: 'a pod whose claim is not there waits for ever',
      fix: 'add the PersistentVolumeClaim, or correct claimName',
    },
    'claim-shared': {
      stance: 'A',
      waivable: true,
      why: 'a ReadWriteOnce volume is on one node: replicas on another never start, and a rollout can wait for itself',
      fix: 'run one replica, ask for ReadWriteMany, or use a StatefulSet with volumeClaimTemplates',
    },
    'storage-class-exists': {
      stance: 'A',
      waivable: true,
      why: 'a claim of a class that is not there is never bound',
      fix: 'name a StorageClass that cluster-storage renders',
    },
    'priority-class-exists': {
      stance: 'A',
      waivable: true,
      why: 'pods of a priority class that is not there are never created',
      fix: 'name a PriorityClass that cluster-scheduling renders, or delete the field',
    },
  },
  cluster => [...claims(cluster), ...classes(cluster)],
)
