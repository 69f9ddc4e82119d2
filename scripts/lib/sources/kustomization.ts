import { basename, dirname, join } from 'node:path/posix'
import { isMap, type Node } from 'yaml'
import { fieldOf, itemsOf, pairOf, parseSource, type Read, type Source, startOf, textOf } from './parse.ts'

export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
export const isKustomization = (path: string): boolean => kustomizationNames.includes(basename(path))

/** What a kustomization does with a file that it names: `content` is data whose form is nobody's business here. */
export type Role = 'resource' | 'component' | 'patch' | 'list' | 'content' | 'other'

/** A file or folder that a kustomization names: where it leads, what for, and the node that says so. */
export type Reference = { path: string; role: Role; field: string; node: Node; offset: number }

/** A kustomization as written: its folder, its source, its root map, and all that it names. */
export type Kustomization = { folder: string; file: string; source: Source; root: Node; references: Reference[] }

/** The kustomization of a folder; undefined when there is none or it isn't a map. */
export const kustomizationIn = (read: Read, folder: string): Kustomization | undefined => {
  const file = kustomizationNames.map(name => join(folder, name)).find(path => read(path) !== undefined)
  return file === undefined ? undefined : readKustomization(read, file)
}

const known = new WeakMap<Read, Map<string, Kustomization | undefined>>()

export const readKustomization = (read: Read, file: string): Kustomization | undefined => {
  const mine = known.get(read) ?? new Map<string, Kustomization | undefined>()
  known.set(read, mine)
  if (!mine.has(file)) {
    const source = parseSource(read, file)
    const root = source?.documents[0]?.contents
    const folder = dirname(file)
    mine.set(
      file,
      source && isMap(root) ? { folder, file, source, root: root as Node, references: referencesOf(folder, root as Node) } : undefined,
    )
  }
  return mine.get(file)
}

const plainLists: [string, Role][] = [
  ['resources', 'resource'],
  ['bases', 'resource'],
  ['components', 'component'],
  ['patchesStrategicMerge', 'patch'],
  ['configurations', 'list'],
  ['crds', 'other'],
  ['generators', 'other'],
  ['transformers', 'other'],
  ['validators', 'other'],
]
const pathLists: [string, Role][] = [
  ['patches', 'patch'],
  ['patchesJson6902', 'patch'],
  ['replacements', 'list'],
]

const referencesOf = (folder: string, root: Node): Reference[] => {
  const named = (role: Role, field: string, node: Node | undefined, text = textOf(node)): Reference[] =>
    node === undefined || text === undefined || text.includes('\n')
      ? []
      : [{ path: join(folder, text), role, field, node, offset: startOf(node) }]
  const inline = plainLists.flatMap(([field, role]) =>
    itemsOf(fieldOf(root, field)).flatMap((node, i) => named(role, `${field}[${i}]`, node)),
  )
  const paths = pathLists.flatMap(([field, role]) =>
    itemsOf(fieldOf(root, field)).flatMap((item, i) => named(role, `${field}[${i}].path`, fieldOf(item, 'path'))),
  )
  const generated = ['configMapGenerator', 'secretGenerator'].flatMap(field =>
    itemsOf(fieldOf(root, field)).flatMap((item, i) => contents(item, `${field}[${i}]`, named)),
  )
  return [...inline, ...paths, ...generated, ...named('other', 'openapi.path', fieldOf(fieldOf(root, 'openapi'), 'path'))]
}

type Named = (role: Role, field: string, node: Node | undefined, text?: string) => Reference[]

const contents = (item: Node, field: string, named: Named): Reference[] => [
  ...itemsOf(fieldOf(item, 'files')).flatMap((node, i) =>
    named('content', `${field}.files[${i}]`, node, textOf(node)?.replace(/^[^=]*=/, '')),
  ),
  ...itemsOf(fieldOf(item, 'envs')).flatMap((node, i) => named('content', `${field}.envs[${i}]`, node)),
  ...named('content', `${field}.env`, pairOf(item, 'env')?.value ?? undefined),
]

/** Every kustomization among the files of a tree. */
export const kustomizationsOf = (read: Read, files: readonly string[]): Kustomization[] =>
  files.filter(isKustomization).flatMap(file => readKustomization(read, file) ?? [])

/** What each file of a tree is to the kustomizations that name it; a file named twice has the role that looks at it most closely. */
export const rolesOf = (kustomizations: readonly Kustomization[]): Map<string, Role> => {
  const order: Role[] = ['content', 'other', 'list', 'patch', 'component', 'resource']
  const roles = new Map<string, Role>()
  for (const { path, role } of kustomizations.flatMap(({ references }) => references))
    if (order.indexOf(role) > order.indexOf(roles.get(path) ?? 'content') || !roles.has(path)) roles.set(path, role)
  return roles
}
