import { child, copy, type ListNode, type MapNode, type Node, over, same, scalar, textAt } from './node.ts'

/**
 * Keys by which kustomize merges lists of Kubernetes' own kinds (x-kubernetes-patch-merge-key in the Kubernetes OpenAPI document), by field.
 * A list that isn't here is replaced as a whole, as every list of a custom resource is.
 */
const mergeKeys: Record<string, readonly string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  resourceClaims: ['name'],
  schedulingGates: ['name'],
  ownerReferences: ['uid'],
  conditions: ['type'],
  matchConditions: ['name'],
  variables: ['name'],
  webhooks: ['name'],
}

/** Groups of Kubernetes itself; other groups end with k8s.io too, and have no merge keys. */
const ownGroups =
  /^(v1$|(apps|batch|autoscaling|policy)\/|(admissionregistration|apiextensions|apiregistration|certificates|coordination|discovery|events|flowcontrol\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io\/)/

/** Whether a kind is Kubernetes' own: only those have merge keys. */
export const isBuiltin = (apiVersion: string): boolean => ownGroups.test(apiVersion)

const keysOf = (field: string, parent: string, builtin: boolean): readonly string[] | undefined => {
  if (!builtin) return undefined
  if (field === 'ports')
    return parent === 'spec' ? ['port', 'protocol'] : parent === '#containers' ? ['containerPort', 'protocol'] : undefined
  return Object.hasOwn(mergeKeys, field) ? mergeKeys[field] : undefined
}

/** Merges a strategic merge patch into an object and says whether that changed anything. `undefined`: the object is deleted. */
export const mergeObject = (target: MapNode, patch: MapNode): { object: MapNode | undefined; changed: boolean } => {
  if (textAt(patch, '$patch') === 'delete') return { object: undefined, changed: true }
  const changed = mergeMap(target, patch, { builtin: isBuiltin(textAt(target, 'apiVersion') ?? ''), parent: '' })
  return { object: target, changed }
}

type Context = { builtin: boolean; parent: string }

const isNull = (node: Node): boolean => node.kind === 'scalar' && node.value === null

const mergeMap = (target: MapNode, patch: MapNode, context: Context): boolean => {
  let changed = false
  for (const [key, value] of patch.entries) {
    if (key === '$patch' || key.startsWith('$setElementOrder') || key === '$retainKeys') continue
    const old = target.entries.get(key)
    if (isNull(value) || textAt(value, '$patch') === 'delete') changed = target.entries.delete(key) || changed
    else changed = mergeField(target, key, { old, value, context }) || changed
  }
  return changed
}

type Field = { old: Node | undefined; value: Node; context: Context }

const mergeField = (target: MapNode, key: string, { old, value, context }: Field): boolean => {
  if (old?.kind === 'map' && value.kind === 'map' && textAt(value, '$patch') !== 'replace')
    return mergeMap(old, value, { ...context, parent: key })
  const keys = keysOf(key, context.parent, context.builtin)
  if (old?.kind === 'list' && value.kind === 'list' && keys) return mergeList(old, value, keys, { ...context, parent: `#${key}` })
  const next = over(without(copy(value)), old)
  target.entries.set(key, next)
  return !old || !same(old, next)
}

/** A value without the directives of a patch, as it is once nothing is left to merge it with. */
const without = (node: Node): Node => {
  if (node.kind === 'list') return { ...node, items: node.items.filter(item => textAt(item, '$patch') !== 'delete').map(without) }
  if (node.kind !== 'map') return node
  const kept = [...node.entries].filter(([key, value]) => key !== '$patch' && !isNull(value))
  return { ...node, entries: new Map(kept.map(([key, value]) => [key, without(value)])) }
}

/** kustomize puts what a patch names first, in the patch's order, then the rest as it was. */
const mergeList = (target: ListNode, patch: ListNode, keys: readonly string[], context: Context): boolean => {
  const before: ListNode = { ...target, items: target.items.map(copy) }
  if (patch.items.some(item => textAt(item, '$patch') === 'replace')) {
    target.items = patch.items.filter(item => textAt(item, '$patch') !== 'replace').map(item => without(copy(item)))
    return !same(before, target)
  }
  const first: Node[] = []
  for (const item of patch.items) {
    const at = target.items.findIndex(old => matches(old, item, keys))
    const [old] = at >= 0 ? target.items.splice(at, 1) : []
    if (textAt(item, '$patch') === 'delete') continue
    if (old?.kind === 'map' && item.kind === 'map') {
      mergeMap(old, item, context)
      first.push(old)
    } else first.push(over(without(copy(item)), old))
  }
  target.items = [...first, ...target.items]
  return !same(before, target)
}

/** Elements are the same when every key that either of them has is equal; one of several keys may be left out. */
const matches = (a: Node, b: Node, keys: readonly string[]): boolean => {
  const pairs = keys.map(key => [textAt(a, key), textAt(b, key)])
  const [first] = pairs
  if (first?.[0] === undefined || first[0] !== first[1]) return false
  return pairs.every(([left, right]) => left === right || left === undefined || right === undefined)
}

export const setScalar = (target: MapNode, key: string, value: string): void => {
  const old = child(target, key)
  if (old) target.entries.set(key, { ...scalar(value, old.at), overrode: old.overrode })
}
