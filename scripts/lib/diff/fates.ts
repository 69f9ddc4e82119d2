import type { Application, ApplicationSet } from '../applicationset/types.ts'
import type { KubeObject } from '../engine.ts'
import type { ObjectPair } from './comparison.ts'
import type { ObjectFate } from './data.ts'
import { isMap } from './fields.ts'
import { idKey, idOf } from './identity.ts'

const annotation = ({ metadata }: KubeObject, name: string): string | undefined => {
  const value = isMap(metadata.annotations) ? metadata.annotations[`argocd.argoproj.io/${name}`] : undefined
  return typeof value === 'string' ? value : undefined
}

/** Whether an option stands in a comma-separated annotation, as Argo CD reads it. */
const has = (object: KubeObject, option: string): boolean =>
  (annotation(object, 'sync-options') ?? '').split(',').some(one => one.trim() === option)

const optionsOf = (app: Application | undefined): readonly string[] => app?.spec.syncPolicy?.syncOptions ?? []

/** What becomes of an object that its Application no longer lists. */
const prunedOrKept = (object: KubeObject, app: Application | undefined): ObjectFate => {
  const id = idOf(object)
  if (annotation(object, 'hook') !== undefined) return { id, fate: 'kept', because: 'a hook is not pruned' }
  if (has(object, 'Prune=false')) return { id, fate: 'kept', because: 'Prune=false on the object' }
  if (optionsOf(app).includes('Prune=false')) return { id, fate: 'kept', because: 'Prune=false in the Application' }
  if (app && !app.spec.syncPolicy?.automated?.prune) return { id, fate: 'kept', because: 'automated pruning is off' }
  return { id, fate: 'pruned' }
}

const applied = (object: KubeObject, app: Application | undefined, fate: 'created' | 'changed'): ObjectFate => {
  const hook = annotation(object, 'hook')
  if (hook !== undefined) return { id: idOf(object), fate: 'hook', because: hook }
  const replace = has(object, 'Replace=true') ? 'on the object' : optionsOf(app).includes('Replace=true') ? 'in the Application' : undefined
  if (fate === 'changed' && replace) return { id: idOf(object), fate: 'replaced', because: `Replace=true ${replace}` }
  return { id: idOf(object), fate }
}

/** What a sync does with the objects of an Application that stays. One under another name is created, and the old one pruned. */
export const syncFates = (pairs: readonly ObjectPair[], app: Application | undefined): ObjectFate[] =>
  pairs.flatMap(({ base, head, change }) => {
    if (!change) return []
    if (!base) return head ? [applied(head, app, 'created')] : []
    if (!head) return [prunedOrKept(base, app)]
    if (idKey(idOf(base)) === idKey(idOf(head))) return [applied(head, app, 'changed')]
    return [applied(head, app, 'created'), prunedOrKept(base, app)]
  })

const finalizer = /^resources-finalizer\.argocd\.argoproj\.io/

/** Why an object outlives its Application, as the controller decides (controller/appcontroller.go, shouldBeDeleted). */
const outlives = (object: KubeObject): string | undefined => {
  if (object.kind === 'CustomResourceDefinition') return 'Argo CD deletes no CustomResourceDefinition with its Application'
  if (has(object, 'Delete=false')) return 'Delete=false on the object'
  const { annotations } = object.metadata
  return isMap(annotations) && annotations['helm.sh/resource-policy'] === 'keep' ? 'helm.sh/resource-policy: keep on the object' : undefined
}

/** What becomes of the objects when their Application is deleted: without its finalizer they stay. */
export const deletionFates = (objects: readonly KubeObject[], app: Application): ObjectFate[] => {
  const cascades = (app.metadata.finalizers as string[] | undefined)?.some(one => finalizer.test(one)) ?? false
  return objects.map(object => {
    const id = idOf(object)
    if (!cascades) return { id, fate: 'kept', because: 'the Application has no finalizer' }
    const because = outlives(object)
    return because ? { id, fate: 'kept', because } : { id, fate: 'pruned' }
  })
}

/** Why an ApplicationSet leaves an Application in place that it no longer makes; undefined when it deletes it. */
export const orphaning = (set: ApplicationSet | undefined): string | undefined => {
  const sync = set?.spec.syncPolicy?.applicationsSync
  return sync === 'create-update' || sync === 'create-only' ? `applicationsSync: ${sync}` : undefined
}

export const orphanFates = (objects: readonly KubeObject[], because: string): ObjectFate[] =>
  objects.map(object => ({ id: idOf(object), fate: 'kept', because }))
