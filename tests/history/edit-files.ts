import { anyFile, anyFolder, anyKustomization, type Edit, folderOf, isOrdinary, listOf, move, relist, units } from './choose.ts'
import { configMap, deployment } from './initial.ts'
import type { Kustomization } from './tree.ts'

/** Edits of files: content, names, kinds, and whether a kustomization lists them. */
export const fileEdits: { readonly [name: string]: Edit } = {
  content: (state, random, n) => {
    const path = anyFile(state, random)
    const content = /deployment/.test(path)
      ? deployment('app0', `app0:${n}`)
      : /\.ya?ml$/.test(path) && !/patch|replacement|overlays|json/.test(path)
        ? configMap(`size${n % 4}`, `v${n}`)
        : `${state.files.get(path)?.content ?? ''}# ${n}\n`
    state.files.set(path, { content, mode: '100644' })
  },
  rename: (state, random, n) => {
    const path = anyFile(state, random)
    const name = random.pick([`neu ${n}.yaml`, `名前-${n}.yaml`, `r${n}.yaml`])
    relist(state, path, name)
    move(state, path, `${folderOf(path)}/${name}`)
  },
  renameAlone: (state, random, n) => {
    const path = anyFile(state, random)
    move(state, path, `${path}.${n}`)
  },
  deleteListed: (state, random) => void state.files.delete(anyFile(state, random)),
  addListed: (state, random, n) => {
    const folder = anyFolder(state, random)
    state.files.set(`${folder}/add é${n}.yaml`, { content: configMap(`added${n}`, 'a'), mode: '100644' })
    listOf(state.kustomizations.get(folder) as Kustomization, 'resources').push(`${random.pick(['', './', 'x/../'])}add é${n}.yaml`)
  },
  addUnlisted: (state, random, n) =>
    void state.files.set(`${anyFolder(state, random)}/alone${n}.yaml`, { content: configMap('alone', 'a'), mode: '100644' }),
  listAbsent: (state, random, n) => {
    const folder = random.pick(units(state))
    listOf(state.kustomizations.get(folder) as Kustomization, 'resources').push(`later${n}`)
    state.awaited = `${folder}/later${n}`
  },
  // What was listed and wasn't there comes: as a file, as a folder, or as a folder without a kustomization.
  makeAbsent: (state, random, n) => {
    const path = state.awaited ?? `${anyFolder(state, random)}/later${n}`
    const inside = random.pick(['', '/kustomization.yaml', '/other.txt', '/deep/other.txt'])
    const content = inside === '' ? configMap(`later${n}`, 'l') : `namePrefix: p${n}-\n`
    state.files.set(`${path}${inside}`, { content, mode: '100644' })
    delete state.awaited
  },
  unlist: (state, random) => {
    const list = listOf(anyKustomization(state, random), 'resources')
    if (list.length > 1) list.splice(random.below(list.length), 1)
  },
  link: (state, random) => {
    const path = anyFile(state, random)
    const file = state.files.get(path)
    if (!file) return
    state.files.set(`shared/${path.replaceAll('/', '_')}`, file)
    state.files.set(path, { content: `${'../'.repeat(path.split('/').length - 1)}shared/${path.replaceAll('/', '_')}`, mode: '120000' })
  },
  retarget: (state, random) => {
    const links = [...state.files].filter(([, file]) => !isOrdinary(file))
    const [path, file] = random.pick(links)
    state.files.set(path, { ...file, content: random.pick(links)[1].content })
  },
  mode: (state, random) => {
    const path = anyFile(state, random)
    const file = state.files.get(path)
    if (file) state.files.set(path, { ...file, mode: file.mode === '100644' ? '100755' : '100644' })
  },
  listLink: (state, random) => {
    const folder = random.pick([...state.kustomizations.keys()].filter(path => path.startsWith('apps/')))
    if (state.files.has(`${folder}/linked.yaml`)) listOf(state.kustomizations.get(folder) as Kustomization, 'resources').push('linked.yaml')
  },
  folderForFile: (state, random) => {
    const path = anyFile(state, random)
    const file = state.files.get(path)
    if (!file) return
    state.files.delete(path)
    state.files.set(`${path}/inside.yaml`, file)
    state.kustomizations.set(path, { fields: { resources: ['inside.yaml'] }, style: 'block', file: 'kustomization.yaml' })
  },
  broken: (state, random) => {
    const path = anyFile(state, random)
    state.files.set(path, { content: random.pick(['a: [\n', '', 'a: b\na: c\n', '\t- x\n']), mode: '100644' })
  },
}
