import { anyKustomization, type Edit, folderOf, listOf, move, units } from './choose.ts'
import { type Kustomization, styles } from './tree.ts'

/** Edits of units and kustomizations: where they are, what they use, how they are written. */
export const unitEdits: { readonly [name: string]: Edit } = {
  addUnit: (state, random, n) => {
    const from = random.pick(units(state))
    const copy = structuredClone(state.kustomizations.get(from)) as Kustomization
    state.kustomizations.set(`${folderOf(from)}/unit${n}`, copy)
  },
  deleteUnit: (state, random) => {
    const all = units(state)
    const gone = `${random.pick(all)}/`
    if (all.length <= 5) return
    for (const map of [state.files, state.kustomizations] as Map<string, unknown>[])
      for (const path of [...map.keys()]) if (`${path}/`.startsWith(gone)) map.delete(path)
  },
  moveUnit: (state, random, n) => move(state, random.pick(units(state)), `overlays/${random.pick(['dev', 'prod'])}/moved${n}`),
  linkUnit: (state, random, n) =>
    void state.files.set(`overlays/prod/link${n}`, { content: `../dev/${random.pick(units(state)).split('/').at(-1)}`, mode: '120000' }),
  moveApp: (state, random, n) => {
    const app = random.pick([...state.kustomizations.keys()].filter(path => path.startsWith('apps/')))
    move(state, app, `apps/m${n}`)
    if (random.chance(0.7))
      for (const one of state.kustomizations.values())
        one.fields = JSON.parse(JSON.stringify(one.fields).replaceAll(`/${app}"`, `/apps/m${n}"`))
  },
  component: (state, random) => {
    const list = listOf(state.kustomizations.get(random.pick(units(state))) as Kustomization, 'components')
    const path = `../../../base/components/${random.pick(['extra', 'also', 'labels'])}`
    if (list.includes(path)) list.splice(list.indexOf(path), 1)
    else list.push(path)
  },
  setting: (state, random, n) => {
    const { fields } = state.kustomizations.get(random.pick(units(state))) as Kustomization
    Object.assign(
      fields,
      random.pick([
        { images: [{ name: 'app0', newTag: `t${n}` }] },
        { namePrefix: `p${n}-` },
        { labels: [{ pairs: { n: `${n}` } }] },
        { namespace: `ns${n}` },
      ]),
    )
  },
  generated: (state, random, n) => {
    const folder = random.pick([...state.kustomizations.keys()].filter(path => path.startsWith('apps/')))
    state.files.set(`${folder}/gen ${n}.txt`, { content: `g${n}\n`, mode: '100644' })
    const own = state.kustomizations.get(folder) as Kustomization
    listOf(own, 'configMapGenerator').push({ name: `gen${n}`, files: [`${random.pick(['', 'key=', 'ключ.txt='])}gen ${n}.txt`] })
  },
  style: (state, random) => void Object.assign(anyKustomization(state, random), { style: random.pick(styles) }),
  kustomizationName: (state, random) =>
    void Object.assign(anyKustomization(state, random), {
      file: random.pick(['kustomization.yaml', 'kustomization.yml', 'Kustomization']),
    }),
}
