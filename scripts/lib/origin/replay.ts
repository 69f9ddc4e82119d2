import { join } from 'node:path/posix'
import { kustomizationIn } from '../sources/kustomization.ts'
import type { Read } from '../sources/parse.ts'
import { documentsIn, objectsOf } from './from-yaml.ts'
import { generate } from './generate.ts'
import { type Item, idOf, itemOf } from './item.ts'
import { child, find, type MapNode, type Node, textAt, write } from './node.ts'
import { type Log, patch } from './patch.ts'
import { replace } from './replacements.ts'
import { setAffix, setAnnotations, setImages, setLabels, setNamespace, setReplicas } from './transform.ts'

/** What building a unit did: its objects with the place of every value, and what its patches and image entries changed. */
export type Replay = Log & { items: Item[] }

/** Fields whose work is not done again here; with one of them a replay is not exact. */
const beyond = [
  'generators',
  'transformers',
  'vars',
  'helmCharts',
  'helmChartInflationGenerator',
  'openapi',
  'patchesStrategicMerge',
  'patchesJson6902',
  'bases',
  'commonLabels',
]

/**
 * Does again what kustomize does with a folder, step by step in its order, so that every value keeps the place where it was written. The bytes
 * that Argo CD applies come from kustomize alone: this says where they come from. It never throws for bad input.
 */
export const replay = (read: Read, folder: string): Replay => {
  const log: Replay = { items: [], effects: [], problems: [], merges: [], exact: true }
  accumulate(read, folder, log, [])
  moveSubjects(log.items)
  log.items = log.items.filter(({ node }) => textAt(node, 'metadata', 'annotations', 'config.kubernetes.io/local-config') === undefined)
  return log
}

/** At the end kustomize follows references by name; a binding's ServiceAccount gets its namespace that way. */
const moveSubjects = (items: readonly Item[]): void => {
  for (const { node } of items)
    for (const subject of /^(Cluster)?RoleBinding$/.test(textAt(node, 'kind') ?? '') ? listIn(node, 'subjects') : []) {
      if (textAt(subject, 'kind') !== 'ServiceAccount') continue
      const name = textAt(subject, 'name')
      const account = items.find(item => idOf(item.node).kind === 'ServiceAccount' && item.ids.some(id => id.name === name))
      const namespace = find(account?.node, ['metadata', 'namespace'])
      if (namespace && textAt(subject, 'namespace') === undefined) write(subject, ['namespace'], namespace)
    }
}

const listIn = (node: Node | undefined, key: string): Node[] => {
  const found = child(node, key)
  return found?.kind === 'list' ? found.items : []
}

const accumulate = (read: Read, folder: string, log: Replay, open: readonly string[]): void => {
  const kustomization = kustomizationIn(read, folder)
  const root = kustomization && documentsIn(read, kustomization.file)[0]
  if (!kustomization || root?.kind !== 'map' || open.includes(folder)) {
    log.exact = false
    return
  }
  if (beyond.some(field => child(root, field))) log.exact = false
  const inside = [...open, folder]
  for (const entry of listIn(root, 'resources')) addResource(read, join(folder, textOf(entry)), log, inside)
  generate(read, folder, root, log.items)
  for (const entry of listIn(root, 'components')) accumulate(read, join(folder, textOf(entry)), log, inside)
  transform(read, kustomization, root, log)
}

const textOf = (node: Node): string => (node.kind === 'scalar' ? String(node.value) : '')

/** A folder's objects are built apart from what was there before, and then added. */
const addResource = (read: Read, path: string, log: Replay, open: readonly string[]): void => {
  if (read(path) !== undefined) {
    log.items.push(
      ...documentsIn(read, path)
        .flatMap(objectsOf)
        .map(node => itemOf(node)),
    )
    return
  }
  const before = log.items
  log.items = []
  accumulate(read, path, log, open)
  log.items = [...before, ...log.items]
}

const transform = (read: Read, { folder, file }: { folder: string; file: string }, root: MapNode, log: Replay): void => {
  for (const entry of listIn(root, 'patches')) log.items = patch(read, { folder, file, entry }, log.items, log)
  const { items } = log
  const [namespace, prefix, suffix, annotations] = ['namespace', 'namePrefix', 'nameSuffix', 'commonAnnotations'].map(key =>
    child(root, key),
  )
  if (namespace) setNamespace(items, namespace)
  if (prefix) setAffix(items, prefix, (name, affix) => affix + name)
  if (suffix) setAffix(items, suffix, (name, affix) => name + affix)
  for (const entry of listIn(root, 'labels')) setLabels(items, entry)
  if (annotations) setAnnotations(items, annotations)
  for (const entry of listIn(root, 'replicas')) setReplicas(items, entry)
  for (const entry of listIn(root, 'images'))
    log.effects.push({ kind: 'image', name: textAt(entry, 'name') ?? '', at: entry.at, changed: setImages(items, entry) })
  for (const entry of listIn(root, 'replacements')) {
    const path = textAt(entry, 'path')
    const inner =
      path === undefined ? [entry] : documentsIn(read, join(folder, path)).flatMap(node => (node.kind === 'list' ? node.items : [node]))
    for (const replacement of inner) replace(items, replacement)
  }
}
