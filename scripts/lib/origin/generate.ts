import { basename, join } from 'node:path/posix'
import type { Read } from '../sources/parse.ts'
import { sourceOf } from '../sources/parse.ts'
import { type Item, idOf, itemOf, withId } from './item.ts'
import { child, emptyMap, find, type MapNode, type Node, over, scalar, textAt, write } from './node.ts'

const listIn = (node: Node | undefined, key: string): Node[] => {
  const found = child(node, key)
  return found?.kind === 'list' ? found.items : []
}

/** Adds the ConfigMaps and Secrets that a kustomization generates, or merges them into those that are there. */
export const generate = (read: Read, folder: string, root: MapNode, items: Item[]): void => {
  for (const [field, kind] of [
    ['secretGenerator', 'Secret'],
    ['configMapGenerator', 'ConfigMap'],
  ] as const)
    for (const entry of listIn(root, field))
      absorb(items, generated(read, folder, { entry, kind, global: child(root, 'generatorOptions') }), entry)
}

type Entry = { entry: Node; kind: string; global: Node | undefined }

const generated = (read: Read, folder: string, { entry, kind, global }: Entry): Item => {
  const node = emptyMap(entry.at)
  write(node, ['apiVersion'], scalar('v1', entry.at))
  write(node, ['kind'], scalar(kind, entry.at))
  write(node, ['metadata', 'name'], child(entry, 'name') ?? scalar('', entry.at))
  const namespace = child(entry, 'namespace')
  if (namespace) write(node, ['metadata', 'namespace'], namespace)
  for (const [key, value] of dataOf(read, folder, entry)) write(node, ['data', key], value)
  for (const options of [global, child(entry, 'options')])
    for (const marks of ['labels', 'annotations']) {
      const found = child(options, marks)
      if (found?.kind === 'map') for (const [key, value] of found.entries) write(node, ['metadata', marks, key], value)
    }
  const fixed = [global, child(entry, 'options')].some(options => textAt(options, 'disableNameSuffixHash') === 'true')
  return itemOf(node, !fixed)
}

const dataOf = (read: Read, folder: string, entry: Node): [string, Node][] => [
  ...listIn(entry, 'envs').flatMap(node => environment(read, folder, node)),
  ...(child(entry, 'env') ? environment(read, folder, child(entry, 'env') as Node) : []),
  ...listIn(entry, 'literals').map((node): [string, Node] => {
    const [key = '', ...rest] = String(node.kind === 'scalar' ? node.value : '').split('=')
    return [key, scalar(rest.join('=').replace(/^(["'])(.*)\1$/, '$2'), node.at)]
  }),
  ...listIn(entry, 'files').map((node): [string, Node] => {
    const text = String(node.kind === 'scalar' ? node.value : '')
    const [path = '', key = basename(path)] = text.includes('=') ? text.split('=').reverse() : [text]
    const file = join(folder, path)
    const content = read(file)
    return [key, content === undefined ? scalar('', node.at) : scalar(content, { source: sourceOf(file, ''), offset: 0 })]
  }),
]

/** The variables of an environment file, each at its line. */
const environment = (read: Read, folder: string, node: Node): [string, Node][] => {
  const file = join(folder, String(node.kind === 'scalar' ? node.value : ''))
  const lines = (read(file) ?? '').split('\n')
  return lines.flatMap((line, i): [string, Node][] => {
    const [, key, value = ''] = /^\s*([^#=\s][^=]*)=(.*)$/.exec(line.replace(/\r$/, '')) ?? []
    const at = { source: { at: () => ({ file, line: i + 1, col: 1 }) }, offset: 0 }
    return key === undefined ? [] : [[key, scalar(value, at)]]
  })
}

const absorb = (items: Item[], made: Item, entry: Node): void => {
  const behaviour = textAt(entry, 'behavior')
  const [old] = withId(items, idOf(made.node))
  if (!old || (behaviour !== 'merge' && behaviour !== 'replace')) {
    items.push(made)
    return
  }
  if (behaviour === 'replace') old.node.entries.delete('data')
  for (const field of [['data'], ['metadata', 'labels'], ['metadata', 'annotations']]) {
    const found = find(made.node, field)
    if (found?.kind !== 'map') continue
    for (const [key, value] of found.entries) write(old.node, [...field, key], over(value, undefined))
  }
}
