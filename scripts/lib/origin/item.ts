import { find, type MapNode, type Node, textAt } from './node.ts'

export type Id = { apiVersion: string; kind: string; name: string; namespace: string }

/** An object on its way through kustomizations: `ids` are those it had before, the first as written. */
export type Item = { node: MapNode; ids: Id[]; hashed: boolean }

export const idOf = (node: MapNode): Id => ({
  apiVersion: textAt(node, 'apiVersion') ?? '',
  kind: textAt(node, 'kind') ?? '',
  name: textAt(node, 'metadata', 'name') ?? '',
  namespace: textAt(node, 'metadata', 'namespace') ?? '',
})

export const itemOf = (node: MapNode, hashed = false): Item => ({ node, ids: [idOf(node)], hashed })

export const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '')
const versionOf = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1)

/** Kinds of Kubernetes without a namespace; kustomize takes every kind that it doesn't know for one with a namespace. */
const clusterKinds =
  /^(APIService|CSIDriver|CSINode|CertificateSigningRequest|ClusterRole|ClusterRoleBinding|ClusterTrustBundle|ComponentStatus|CustomResourceDefinition|DeviceClass|FlowSchema|IngressClass|MutatingAdmissionPolicy|MutatingAdmissionPolicyBinding|MutatingWebhookConfiguration|Namespace|Node|PersistentVolume|PriorityClass|PriorityLevelConfiguration|RuntimeClass|SelfSubjectReview|StorageClass|StorageVersion|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding|ValidatingWebhookConfiguration|VolumeAttachment|VolumeAttributesClass)$/

export const isClusterScoped = (kind: string): boolean => clusterKinds.test(kind)

const effective = ({ kind, namespace }: Id): string => (isClusterScoped(kind) ? '' : namespace || 'default')
const equal = (a: Id, b: Id): boolean =>
  a.kind === b.kind && a.name === b.name && a.apiVersion === b.apiVersion && effective(a) === effective(b)

/** The objects that have, or had at some time, an id. */
export const withId = (items: readonly Item[], id: Id): Item[] =>
  items.filter(item => [...item.ids, idOf(item.node)].some(one => equal(one, id)))

/** What `target:` of a patch and `select:` of a replacement say. */
export type Selector = {
  group?: string
  version?: string
  kind?: string
  name?: string
  namespace?: string
  labels?: string
  annotations?: string
}

export const selectorOf = (node: Node | undefined): Selector => {
  const fields = { group: 'group', version: 'version', kind: 'kind', name: 'name', namespace: 'namespace' } as const
  const texts = Object.entries(fields).flatMap(([key, field]) => {
    const text = textAt(node, field)
    return text === undefined || text === '' ? [] : [[key, text]]
  })
  const [labels, annotations] = [textAt(node, 'labelSelector'), textAt(node, 'annotationSelector')]
  return { ...Object.fromEntries(texts), ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) }
}

const patterns = new Map<string, RegExp | undefined>()

const patternOf = (text: string): RegExp | undefined => {
  try {
    return new RegExp(`^(?:${text})$`)
  } catch {
    return undefined
  }
}

/** Whether a pattern means all of a text. Each is compiled once: a patch asks it of every object. */
const whole = (pattern: string, text: string): boolean => {
  if (!patterns.has(pattern)) patterns.set(pattern, patternOf(pattern))
  return patterns.get(pattern)?.test(text) ?? false
}

/** Whether a patch's target means an object: by patterns, over its name as written or as it is now. */
export const isSelected = (item: Item, selector: Selector): boolean => {
  const now = idOf(item.node)
  const [first = now] = item.ids
  const { group, version, kind, name, namespace } = selector
  return (
    (namespace === undefined || [first, now].some(id => whole(namespace, effective(id)))) &&
    (name === undefined || [first, now].some(id => whole(name, id.name))) &&
    (kind === undefined || whole(kind, now.kind)) &&
    (group === undefined || whole(group, groupOf(now.apiVersion))) &&
    (version === undefined || whole(version, versionOf(now.apiVersion))) &&
    hasMarks(item, selector)
  )
}

/** Whether labels and annotations of an object are those that a selector asks for. */
export const hasMarks = ({ node }: Item, { labels, annotations }: Selector): boolean =>
  (labels === undefined || fits(find(node, ['metadata', 'labels']), labels)) &&
  (annotations === undefined || fits(find(node, ['metadata', 'annotations']), annotations))

/** Whether a replacement's selector means an object: exact, over every id it ever had. */
export const isNamed = (item: Item, { group, version, kind, name, namespace }: Selector): boolean =>
  [...item.ids, idOf(item.node)].some(
    id =>
      (name === undefined || whole(name, id.name)) &&
      (namespace === undefined || namespace === effective(id)) &&
      (kind === undefined || kind === id.kind) &&
      (group === undefined || group === groupOf(id.apiVersion)) &&
      (version === undefined || version === versionOf(id.apiVersion)),
  )

/** Whether a map of labels fits a selector in Kubernetes' text form: `a=b,c!=d,e in (f,g),h,!i`. */
const fits = (labels: Node | undefined, selector: string): boolean =>
  selector.split(/,(?![^(]*\))/).every(part => {
    const text = part.trim()
    const among = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text)
    if (among) {
      const values = (among[3] ?? '').split(',').map(value => value.trim())
      return (among[2] === 'in') === values.includes(textAt(labels, among[1] ?? '') ?? '\0')
    }
    const [, key = '', not, value] = /^([^=!]+?)\s*(?:(!?)==?\s*(.*))?$/.exec(text) ?? []
    if (text.startsWith('!')) return textAt(labels, text.slice(1).trim()) === undefined
    if (value === undefined) return textAt(labels, key) !== undefined
    return (textAt(labels, key) === value) !== (not === '!')
  })
