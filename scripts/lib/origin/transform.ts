import { type Item, idOf, isClusterScoped } from './item.ts'
import { child, type MapNode, type Node, over, scalar, textAt, write } from './node.ts'

const remember = (item: Item): void => void item.ids.push(idOf(item.node))

/** `namespace:` on every object that has one; a Namespace gets it as its name. */
export const setNamespace = (items: readonly Item[], namespace: Node): void => {
  for (const item of items) {
    remember(item)
    const { kind, apiVersion } = idOf(item.node)
    if (kind === 'Namespace' && apiVersion === 'v1') write(item.node, ['metadata', 'name'], namespace)
    else if (!isClusterScoped(kind)) write(item.node, ['metadata', 'namespace'], namespace)
    const subjects = child(item.node, 'subjects')
    if (/^(Cluster)?RoleBinding$/.test(kind) && subjects?.kind === 'list')
      for (const subject of subjects.items) if (textAt(subject, 'name') === 'default') write(subject, ['namespace'], namespace)
  }
}

/** `namePrefix:` and `nameSuffix:`; three kinds keep their names. */
export const setAffix = (items: readonly Item[], affix: Node, rename: (name: string, affix: string) => string): void => {
  for (const item of items) {
    if (/^(CustomResourceDefinition|APIService|Namespace)$/.test(item.ids[0]?.kind ?? '')) continue
    remember(item)
    const old = child(child(item.node, 'metadata'), 'name')
    const text = affix.kind === 'scalar' ? String(affix.value) : ''
    if (old) write(item.node, ['metadata', 'name'], scalar(rename(textAt(item.node, 'metadata', 'name') ?? '', text), affix.at))
  }
}

const templates = [
  ['spec', 'template'],
  ['spec', 'jobTemplate', 'spec', 'template'],
  ['spec', 'jobTemplate'],
]
const selectors: Record<string, string[]> = {
  Service: ['spec', 'selector'],
  ReplicationController: ['spec', 'selector'],
  Deployment: ['spec', 'selector', 'matchLabels'],
  StatefulSet: ['spec', 'selector', 'matchLabels'],
  DaemonSet: ['spec', 'selector', 'matchLabels'],
  ReplicaSet: ['spec', 'selector', 'matchLabels'],
}

/** One entry of `labels:`. */
export const setLabels = (items: readonly Item[], entry: Node): void => {
  const pairs = child(entry, 'pairs')
  if (pairs?.kind !== 'map') return
  const selected = textAt(entry, 'includeSelectors') === 'true'
  const inTemplates = selected || textAt(entry, 'includeTemplates') === 'true'
  for (const { node } of items)
    for (const [key, value] of pairs.entries) {
      write(node, ['metadata', 'labels', key], value)
      if (inTemplates) for (const path of templates) if (reaches(node, path)) write(node, [...path, 'metadata', 'labels', key], value)
      const kind = textAt(node, 'kind') ?? ''
      const selector = selected && Object.hasOwn(selectors, kind) ? selectors[kind] : undefined
      if (selector) write(node, [...selector, key], value)
    }
}

const workloads = /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|ReplicationController|Job|CronJob)$/
const reaches = (node: MapNode, path: readonly string[]): boolean =>
  workloads.test(textAt(node, 'kind') ?? '') && path.reduce<Node | undefined>(child, node) !== undefined

/** `commonAnnotations:`. */
export const setAnnotations = (items: readonly Item[], annotations: Node): void => {
  if (annotations.kind !== 'map') return
  for (const { node } of items)
    for (const [key, value] of annotations.entries) {
      write(node, ['metadata', 'annotations', key], value)
      for (const path of templates) if (reaches(node, path)) write(node, [...path, 'metadata', 'annotations', key], value)
    }
}

/** One entry of `replicas:`. */
export const setReplicas = (items: readonly Item[], entry: Node): void => {
  const count = child(entry, 'count')
  const name = textAt(entry, 'name')
  if (!count) return
  for (const item of items)
    if (
      [...item.ids, idOf(item.node)].some(
        id => id.name === name && /^(Deployment|StatefulSet|ReplicaSet|ReplicationController)$/.test(id.kind),
      )
    )
      write(item.node, ['spec', 'replicas'], count)
}

/** One entry of `images:`; says whether any image changed. */
export const setImages = (items: readonly Item[], entry: Node): boolean =>
  items.map(item => (textAt(item.node, 'kind') === 'CustomResourceDefinition' ? false : inContainers(item.node, entry))).some(Boolean)

const inContainers = (node: Node, entry: Node): boolean => {
  if (node.kind === 'list') return node.items.map(item => inContainers(item, entry)).some(Boolean)
  if (node.kind !== 'map') return false
  let changed = false
  for (const [key, value] of node.entries) {
    changed = inContainers(value, entry) || changed
    if (!/^(containers|initContainers|volumes)$/.test(key) || value.kind !== 'list') continue
    for (const holder of value.items) {
      const target = key === 'volumes' ? child(holder, 'image') : holder
      changed = setImage(target, key === 'volumes' ? 'reference' : 'image', entry) || changed
    }
  }
  return changed
}

const setImage = (holder: Node | undefined, key: string, entry: Node): boolean => {
  const old = child(holder, key)
  if (holder?.kind !== 'map' || old?.kind !== 'scalar' || typeof old.value !== 'string') return false
  const [, name, tag, digest] = /^([^@]+?)(?::([\w.{}-]*))?(?:@(sha256:[\w.{}-]*))?$/.exec(old.value) ?? []
  if (name === undefined || name !== textAt(entry, 'name')) return false
  const given = { name: textAt(entry, 'newName'), tag: textAt(entry, 'newTag'), digest: textAt(entry, 'digest') }
  const kept = given.tag || given.digest ? given : { tag, digest }
  const value = `${given.name ?? name}${kept.tag ? `:${kept.tag}` : ''}${kept.digest ? `@${kept.digest}` : ''}`
  const at = (child(entry, 'digest') ?? child(entry, 'newTag') ?? child(entry, 'newName') ?? entry).at
  holder.entries.set(key, over(scalar(value, at), old))
  return value !== old.value
}
