import { isMap, isScalar, type Node, type Pair } from 'yaml'
import type { Judgement } from '../check/rule.ts'
import type { Kustomization } from '../sources/kustomization.ts'
import { fieldOf, itemsOf, parseSource, startOf, textOf } from '../sources/parse.ts'
import type { TreeCode } from './rules.ts'
import { say, type Tree } from './say.ts'

const order = [
  ...[
    'apiVersion',
    'kind',
    'metadata',
    'namespace',
    'namePrefix',
    'nameSuffix',
    'resources',
    'components',
    'configurations',
    'labels',
    'images',
  ],
  ...['replicas', 'generatorOptions', 'configMapGenerator', 'replacements', 'patches'],
]

const forbidden: Record<string, [TreeCode, string]> = {
  openapi: ['FIELD_OPENAPI', 'openapi replaces the schema of every kind'],
  crds: ['FIELD_OPENAPI', 'crds changes the schema of other kinds'],
  secretGenerator: ['FIELD_SECRET', 'secretGenerator makes a Secret of what stands in Git'],
  bases: ['FIELD_OLD', 'bases is deprecated: resources'],
  commonLabels: ['FIELD_OLD', 'commonLabels is deprecated: labels'],
  vars: ['FIELD_OLD', 'vars is deprecated: replacements'],
  patchesStrategicMerge: ['FIELD_OLD', 'patchesStrategicMerge is deprecated: patches'],
  patchesJson6902: ['FIELD_OLD', 'patchesJson6902 is deprecated: patches'],
  imageTags: ['FIELD_OLD', 'imageTags is deprecated: images'],
  generators: ['FIELD_PLUGIN', 'generators'],
  transformers: ['FIELD_PLUGIN', 'transformers'],
  validators: ['FIELD_PLUGIN', 'validators'],
  helmCharts: ['FIELD_PLUGIN', 'helmCharts'],
  helmGlobals: ['FIELD_PLUGIN', 'helmGlobals'],
  helmChartInflationGenerator: ['FIELD_PLUGIN', 'helmChartInflationGenerator'],
}

/** Which fields a kustomization has, and in which order. */
export const judgeFields = ({ kustomizations, world }: Tree): Judgement[] =>
  kustomizations.flatMap(kustomization => [
    ...fieldsOf(kustomization),
    ...kustomization.references.filter(({ role }) => role === 'list').flatMap(({ path }) => nameReferences(world.read, path)),
  ])

const fieldsOf = ({ source, root }: Kustomization): Judgement[] => {
  const pairs = isMap(root) ? (root.items as Pair<Node, Node | null>[]) : []
  let last = ''
  return pairs.flatMap(({ key }) => {
    const name = isScalar(key) ? String(key.value) : ''
    const at = source.at(startOf(key))
    const never = Object.hasOwn(forbidden, name) ? forbidden[name] : undefined
    if (never) return [say(never[0], at, never[1])]
    if (!order.includes(name)) return []
    const late = order.indexOf(name) < order.indexOf(last)
    if (late) return [say('KEY_ORDER', at, `${name} stands after ${last}`, `move it before ${last}`)]
    last = name
    return []
  })
}

/** Kinds that a component makes of another kind. */
const changed = new Set(['Rollout'])

/** Both ends of a reference: what is named, and the field that names it. */
const nameReferences = (read: Tree['world']['read'], path: string): Judgement[] => {
  const source = parseSource(read, path)
  return (source?.documents ?? []).flatMap(({ contents }) =>
    itemsOf(fieldOf(contents, 'nameReference')).flatMap(entry =>
      [entry, ...itemsOf(fieldOf(entry, 'fieldSpecs'))].flatMap(end => {
        const kind = textOf(fieldOf(end, 'kind')) ?? ''
        if (!changed.has(kind) || !source) return []
        return [
          say(
            'NAME_REFERENCE',
            source.at(startOf(fieldOf(end, 'kind'))),
            `the reference is keyed on ${kind}, which the object becomes later`,
          ),
        ]
      }),
    ),
  )
}
