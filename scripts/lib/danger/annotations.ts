import { isDeepStrictEqual } from 'node:util'
import type { Cluster, Placed } from '../set/cluster.ts'
import { fields, get, labelsOf, list, type Path, strings, text } from '../set/fields.ts'
import { podOf } from '../set/pods.ts'
import { ofPod } from '../set/references.ts'
import { type Both, type Change, comes, stays } from './change.ts'
import { family, type Said } from './rule.ts'
import { annotation, changed, named, of, shown } from './say.ts'

const at = (name: string): Path => ['metadata', 'annotations', name]
const hooks = ['argocd.argoproj.io/hook', 'helm.sh/hook', 'argocd.argoproj.io/hook-delete-policy', 'helm.sh/hook-delete-policy']

const hooked = (both: Both): Said<'D33'>[] =>
  hooks
    .filter(name => changed(both, ...at(name)))
    .map(name => {
      const [old, next] = [annotation(both.base, name), annotation(both.head, name)]
      return of('D33', both.head, at(name), `${name} ${shown(old)} → ${shown(next)}: Argo CD deletes and creates what is a hook`)
    })

const waveOf = (where: Placed): number => Number(annotation(where, 'argocd.argoproj.io/sync-wave') ?? 0) || 0

/** What an object needs to be there before it, of the same unit: its kind's definition, its namespace, its account, its data. */
const needs = (cluster: Cluster, user: Placed): Placed[] => {
  const crd = cluster
    .ofKind('CustomResourceDefinition')
    .find(
      ({ object }) =>
        get(object, 'spec', 'names', 'kind') === user.kind && user.object.apiVersion.startsWith(`${get(object, 'spec', 'group')}/`),
    )
  const namespace = user.namespace === undefined ? undefined : cluster.find('Namespace', undefined, user.namespace)
  const pod = podOf(user)
  const account = pod && cluster.find('ServiceAccount', user.namespace, text(pod.spec.serviceAccountName) ?? '')
  const data = pod ? ofPod(pod).flatMap(({ kind, name }) => cluster.find(kind, user.namespace, name) ?? []) : []
  return [crd, namespace, account, ...data].filter(one => one !== undefined).filter(one => one.unit === user.unit)
}

const late = (cluster: Cluster): Map<string, { user: Placed; need: Placed }> => {
  const key = (one: Placed): string => `${one.unit} ${one.kind} ${one.namespace ?? ''} ${one.name}`
  const pairs = cluster.objects.flatMap(user => needs(cluster, user).map(need => ({ user, need })))
  return new Map(pairs.filter(({ user, need }) => waveOf(need) > waveOf(user)).map(one => [`${key(one.need)} ${key(one.user)}`, one]))
}

const waves = ({ environments }: Change): Said<'D34'>[] =>
  environments.flatMap(({ base, head }) => {
    const known = late(base.cluster)
    return [...late(head.cluster)].flatMap(([key, { user, need }]): Said<'D34'>[] =>
      known.has(key)
        ? []
        : [
            of(
              'D34',
              need,
              at('argocd.argoproj.io/sync-wave'),
              `${named(need)} is in wave ${waveOf(need)}, ${named(user)} needs it in wave ${waveOf(user)}`,
            ),
          ],
    )
  })

const isArgoFinalizer = (one: string): boolean => one.includes('argocd.argoproj.io')

const finalizers = (both: Both): Said<'D48'>[] => {
  const path = ['metadata', 'finalizers']
  const [old, next] = [both.base, both.head].map(({ object }) => strings(get(object, ...path)).filter(one => !isArgoFinalizer(one)))
  return isDeepStrictEqual(old, next) ? [] : [of('D48', both.head, path, `finalizers ${shown(old)} → ${shown(next)}`)]
}

const tracking = 'argocd.argoproj.io/tracking-id'
const instance = 'app.kubernetes.io/instance'

/** Whether Argo CD of an environment knows its objects by the label; it says so in its ConfigMap. */
const byLabel = (cluster: Cluster): boolean =>
  cluster.ofKind('ConfigMap').some(({ name, object }) => {
    const method = name === 'argocd-cm' ? text(get(object, 'data', 'application.resourceTrackingMethod')) : undefined
    return method === 'label' || method === 'annotation+label'
  })

type Tracked = { path: Path; value: unknown }

const trackedIn = ({ object, kind }: Placed, label: boolean): Tracked[] => {
  const claims = kind === 'StatefulSet' ? list(get(object, 'spec', 'volumeClaimTemplates')) : []
  const found: Tracked[] = [
    { path: at(tracking), value: get(object, ...at(tracking)) },
    ...(label ? [{ path: ['metadata', 'labels', instance], value: labelsOf(object)[instance] }] : []),
    ...claims.flatMap((claim, i): Tracked[] => [
      ...(label ? [{ path: ['spec', 'volumeClaimTemplates', i, 'metadata', 'labels', instance], value: labelsOf(claim)[instance] }] : []),
      { path: ['spec', 'volumeClaimTemplates', i, ...at(tracking)], value: fields(get(claim, 'metadata', 'annotations'))[tracking] },
    ]),
  ]
  return found.filter(({ value }) => value !== undefined)
}

const tracked = (change: Change): Said<'D42'>[] => {
  const labels = new Set(change.environments.filter(({ head }) => byLabel(head.cluster)).map(({ env }) => env))
  const all = [
    ...stays(change).map(({ env, base, head }) => ({ env, base, head })),
    ...comes(change).map(head => ({ env: head.env, base: undefined, head })),
  ]
  return all.flatMap(({ env, base, head }) => {
    const known = new Set((base ? trackedIn(base, labels.has(env)) : []).map(one => JSON.stringify(one)))
    return trackedIn(head, labels.has(env))
      .filter(one => !known.has(JSON.stringify(one)))
      .map(({ path, value }) =>
        of('D42', head, path, `${String(path.at(-1))}: ${shown(value)} tells Argo CD that another Application owns it`),
      )
  })
}

export const annotations = family(
  {
    D33: {
      name: 'hook-added',
      severity: 'blocks',
      signal: 'an object that was synced becomes a hook, stops being one, or its hook-delete-policy changed',
      why: 'a hook is deleted and created with each sync, and never pruned or healed; a claim as a hook lost its data',
      fix: 'make the hook an object of its own, under a name of its own',
      more: 'govuk-helm-charts#563',
    },
    D34: {
      name: 'wave-moved',
      severity: 'warns',
      signal: 'a definition, namespace, account, ConfigMap or Secret comes in a later sync wave than what needs it',
      why: 'the sync waits for ever: the earlier wave never gets healthy, because it needs the later one',
      fix: 'give what is needed the lower wave',
      more: 'Argo CD documentation, user-guide/sync-waves',
    },
    D42: {
      name: 'tracking-by-hand',
      severity: 'blocks',
      signal:
        'the annotation tracking-id, or where Argo CD tracks by label app.kubernetes.io/instance, stands in Git, also in volumeClaimTemplates',
      why: 'Argo CD takes the object, and the claims that it makes, for those of another Application, and prunes them',
      fix: 'delete it: Argo CD writes it',
      more: 'argo-cd#3050, #13503, #17361',
    },
    D48: {
      name: 'finalizers-changed',
      severity: 'warns',
      signal: 'a finalizer is added to or taken from an object that is there',
      why: 'with one too many a deletion hangs for ever; with one too few what it cleans up stays behind',
      fix: 'let the controller that owns the finalizer set it',
      more: 'argo-cd#6046',
    },
  },
  change => [...stays(change).flatMap(both => [...hooked(both), ...finalizers(both)]), ...waves(change), ...tracked(change)],
)
