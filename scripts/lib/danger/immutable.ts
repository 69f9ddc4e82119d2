import { idOf } from '../diff/identity.ts'
import { quantity } from '../diff/meaning.ts'
import { fields, get, type Path, text } from '../set/fields.ts'
import { type Both, stays } from './change.ts'
import { claimMay, immutableFields, isSealed, statefulSetMay } from './immutable-fields.ts'
import { family, type Said } from './rule.ts'
import { annotation, changed, changedKeys, differs, named, of, optionsOf, shown } from './say.ts'

/** Argo CD deletes these and creates them again, so that nothing of them is immutable to it. */
const isMadeAnew = ({ head }: Both): boolean => {
  const options = optionsOf(head, 'sync-options')
  const policy = annotation(head, 'argocd.argoproj.io/hook-delete-policy') ?? 'BeforeHookCreation'
  const isHook = annotation(head, 'argocd.argoproj.io/hook') !== undefined && policy.includes('BeforeHookCreation')
  return isHook || (options.includes('Force=true') && options.includes('Replace=true'))
}

const refuses = (both: Both, path: Path): string => {
  const [old, next] = [both.base, both.head].map(({ object }) => get(object, ...path))
  return typeof old === 'object' || typeof next === 'object'
    ? `${path.join('.')} changed`
    : `${path.join('.')} ${shown(old)} → ${shown(next)}`
}

const specKeys = ({ base, head }: Both): string[] => changedKeys(get(base.object, 'spec'), get(head.object, 'spec'))

const statefulSet = (both: Both): Said<'D13'>[] =>
  specKeys(both)
    .filter(key => !statefulSetMay.has(key) && differs(both, 'spec', key).length > 0)
    .map(key => of('D13', both.head, ['spec', key], `StatefulSet/${both.head.name}: ${refuses(both, ['spec', key])}`))

const claim = (both: Both): Said<'D14'>[] => {
  const fixed = specKeys(both)
    .filter(key => !claimMay.has(key) && differs(both, 'spec', key).length > 0)
    .map(key => of('D14', both.head, ['spec', key], `${named(both.head)}: ${refuses(both, ['spec', key])}`))
  const path = ['spec', 'resources', 'requests', 'storage']
  const [old, next] = [both.base, both.head].map(({ object }) => quantity(get(object, ...path)))
  const shrinks = old !== undefined && (next === undefined || next < old)
  return shrinks ? [...fixed, of('D14', both.head, path, `${named(both.head)}: ${refuses(both, path)}`)] : fixed
}

/** A Service without a cluster address, with one that was asked for, or with whichever it gets. */
const addressOf = (object: unknown): string => text(get(object, 'spec', 'clusterIP')) ?? ''

const service = (both: Both): Said<'D15'>[] => {
  const [old, next] = [addressOf(both.base.object), addressOf(both.head.object)]
  const isNew = old !== next && (old === 'None' || next === 'None' || (old !== '' && next !== ''))
  const types = [both.base, both.head].map(({ object }) => get(object, 'spec', 'type') ?? 'ClusterIP')
  // A name elsewhere has no address, so that either way is allowed.
  if (!isNew || types.includes('ExternalName')) return []
  return [of('D15', both.head, ['spec', 'clusterIP'], `${named(both.head)}: ${refuses(both, ['spec', 'clusterIP'])}`)]
}

const sealed = (both: Both): Said<'D15'>[] =>
  isSealed(both.base.object)
    ? ['data', 'binaryData', 'stringData', 'immutable']
        .filter(key => changed(both, key))
        .map(key => of('D15', both.head, [key], `${named(both.head)} is immutable, and its ${key} changed`))
    : []

/** An Indexed Job may be scaled, completions and parallelism alike; any other keeps its number. */
const completions = (both: Both): Said<'D15'>[] => {
  if (both.head.kind !== 'Job' || !changed(both, 'spec', 'completions')) return []
  const { completionMode, completions, parallelism } = fields(get(both.head.object, 'spec'))
  if (completionMode === 'Indexed' && completions === parallelism) return []
  return [of('D15', both.head, ['spec', 'completions'], `${named(both.head)}: ${refuses(both, ['spec', 'completions'])}`)]
}

const table = (both: Both): Said<'D15'>[] => {
  const { group, kind } = idOf(both.head.object)
  return (immutableFields[`${group}/${kind}`] ?? [])
    .filter(path => changed(both, ...path) && differs(both, ...path).length > 0)
    .map(path => of('D15', both.head, path, `${named(both.head)}: ${refuses(both, path)}`))
}

const other = (both: Both): Said<'D15'>[] => [
  ...(both.head.kind === 'Service' ? service(both) : []),
  ...(['ConfigMap', 'Secret'].includes(both.head.kind) ? sealed(both) : []),
  ...completions(both),
  ...table(both),
]

const recreate = 'make an object under another name beside it, move over, then remove the old one'

export const immutable = family(
  {
    D13: {
      name: 'stateful-set-immutable',
      severity: 'blocks',
      signal:
        'a StatefulSet’s spec changed outside replicas, ordinals, template, updateStrategy, revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds',
      why: 'the API server refuses it, every sync fails from then on, and a forced one deletes the StatefulSet',
      fix: 'delete the StatefulSet with --cascade=orphan in a maintenance window and let the sync create it around its pods; grow claims one by one',
      more: 'kubernetes#69041; argo-cd#1068; Kubernetes 1.36 ValidateStatefulSetUpdate',
    },
    D14: {
      name: 'claim-changed',
      severity: 'blocks',
      signal: 'a claim asks for less, or for another class, mode or volume',
      why: 'the API server refuses it: of a claim only the size may change, and only upwards',
      fix: `${recreate}; copy the data in between`,
      more: 'Kubernetes 1.36 ValidatePersistentVolumeClaimUpdate',
    },
    D15: {
      name: 'immutable-field',
      severity: 'blocks',
      signal:
        'a Job’s template or selector, a Service’s clusterIP or headlessness, a binding’s roleRef, sealed data, a StorageClass’s parameters, an IngressClass’s controller or another immutable field changed',
      why: 'the API server refuses it, and every sync fails from then on',
      fix: recreate,
      more: 'Kubernetes 1.36, pkg/apis/*/validation; scripts/lib/danger/immutable-fields.ts',
    },
  },
  change =>
    stays(change)
      // A generated name that moved on is a new object.
      .filter(both => !both.hashed && !isMadeAnew(both))
      .flatMap((both): Said<'D13' | 'D14' | 'D15'>[] =>
        both.head.kind === 'StatefulSet' ? statefulSet(both) : both.head.kind === 'PersistentVolumeClaim' ? claim(both) : other(both),
      ),
)
