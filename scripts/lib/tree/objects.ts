import type { JudgedUnit, Judgement, ObjectId, World } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import { groupOf, isClusterScoped } from '../origin/item.ts'
import { canonical, isQuantity } from '../yaml/quantity.ts'
import { namespaceOf } from './overlays.ts'
import { type TreeCode, treeRules } from './rules.ts'
import { overlayOf } from './say.ts'

/** Custom kinds without a namespace that our platform has. */
const clusterKinds = /^(Cluster[A-Z]\w*|VolumeSnapshotClass|GatewayClass|EC2NodeClass|NodePool)$/
const hasNoNamespace = ({ kind }: KubeObject): boolean => isClusterScoped(kind) || clusterKinds.test(kind)

/** What the rendered objects of units say: whose they are, and where they go. */
export const judgeObjects = ({ units }: Pick<World, 'units'>): Judgement[] => [
  ...units.flatMap(unit => unit.objects.flatMap(object => judgeObject(unit, object))),
  ...[...Map.groupBy(units, ({ unit }) => unit.env).values()].flatMap(twice),
]

const idOf = ({ kind, metadata: { name, namespace } }: KubeObject): ObjectId => ({ kind, name, ...(namespace ? { namespace } : {}) })

type Said = { code: TreeCode; path: readonly (string | number)[]; problem: string; value?: string; fix?: string }

const of = (unit: JudgedUnit, object: KubeObject, said: Said): Judgement => ({
  ...said,
  severity: treeRules[said.code].severity,
  unit: unit.unit.name,
  object: idOf(object),
})

const judgeObject = (unit: JudgedUnit, object: KubeObject): Judgement[] => {
  const overlay = overlayOf(unit.unit.path)
  const app = overlay && !overlay.app.startsWith('cluster-') ? namespaceOf(overlay.env, overlay.app) : undefined
  const own = object.kind === 'Namespace' && object.metadata.name === app
  const { namespace } = object.metadata
  return [
    ...(app !== undefined && hasNoNamespace(object) && !own
      ? [of(unit, object, { code: 'CLUSTER_SCOPED', path: ['kind'], problem: `${object.kind} belongs to the whole cluster` })]
      : []),
    ...(app !== undefined && !hasNoNamespace(object) && namespace !== app
      ? [
          of(unit, object, {
            code: 'NAMESPACE_UNIT',
            path: ['metadata', 'namespace'],
            problem: `the namespace ${namespace ?? 'default'} is not ${app}`,
          }),
        ]
      : []),
    ...(object.kind === 'Rollout' ? quantities(object).map(said => of(unit, object, said)) : []),
  ]
}

const twice = (units: readonly JudgedUnit[]): Judgement[] => {
  const seen = new Map<string, string>()
  return units.flatMap(unit =>
    unit.objects.flatMap(object => {
      const { kind, apiVersion, metadata } = object
      const key = JSON.stringify([
        groupOf(apiVersion),
        kind,
        hasNoNamespace(object) ? '' : (metadata.namespace ?? 'default'),
        metadata.name,
      ])
      const first = seen.get(key)
      if (first === undefined) seen.set(key, unit.unit.name)
      return first === undefined || first === unit.unit.name
        ? []
        : [of(unit, object, { code: 'OBJECT_TWICE', path: ['metadata', 'name'], problem: `${first} has it too` })]
    }),
  )
}

const quantities = (object: KubeObject): Said[] => {
  const said: Said[] = []
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const here = [...path, Array.isArray(value) ? Number(key) : key]
      const amount = path.at(-1) === 'limits' || path.at(-1) === 'requests' || key === 'sizeLimit'
      if (!amount || !isQuantity(inner)) walk(inner, here)
      else if (canonical(inner) !== String(inner))
        said.push({
          code: 'QUANTITY_FORM',
          path: here,
          value: String(inner),
          problem: `${inner} is not canonical`,
          fix: `write ${canonical(inner)}`,
        })
    }
  }
  walk((object.spec as { template?: unknown } | undefined)?.template, ['spec', 'template'])
  return said
}
