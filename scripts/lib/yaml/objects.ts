import type { JudgedUnit, Judgement, ObjectId, World } from '../check/rule.ts'
import type { KubeObject } from '../engine.ts'
import { compareQuantities, isQuantity } from './quantity.ts'
import { type YamlCode, yamlRules } from './rules.ts'

type Path = readonly (string | number)[]
type Said = { code: YamlCode; path: Path; value?: string; problem: string }

/** Limits of etcd and of the API server (apimachinery's TotalAnnotationSizeLimitB). */
const largestObject = 2 ** 20
const largestAnnotations = 256 * 2 ** 10

/** What the API server refuses though every schema accepts it. */
export const judgeObjects = ({ units, memo }: Pick<World, 'units' | 'memo'>): Judgement[] =>
  units.flatMap(one => (memo ? memo.of(['objects', one.unit.name, one.yaml], () => judgeUnit(one)) : judgeUnit(one)))

const judgeUnit = ({ unit, objects, yaml }: JudgedUnit): Judgement[] =>
  objects.flatMap(object =>
    judgeObject(object, yaml.length > largestAnnotations / 2).map(said => ({
      ...said,
      severity: yamlRules[said.code].severity,
      unit: unit.name,
      object: idOf(object),
    })),
  )

const idOf = ({ kind, metadata }: KubeObject): ObjectId => ({
  kind,
  name: metadata.name,
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
})

/** @param large whether the unit is of a size at which an object may be too large */
const judgeObject = (object: KubeObject, large: boolean): Said[] => {
  const said: Said[] = []
  const text = large ? JSON.stringify(object) : ''
  if (text.length > largestObject / 4 && Buffer.byteLength(text) > largestObject)
    said.push({ code: 'OBJECT_SIZE', path: [], problem: `the object has ${Buffer.byteLength(text)} bytes` })
  const annotations = Object.entries((object.metadata.annotations ?? {}) as Record<string, string>)
  const size = annotations.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)), 0)
  if (size > largestAnnotations)
    said.push({ code: 'ANNOTATION_SIZE', path: ['metadata', 'annotations'], problem: `the annotations have ${size} bytes` })
  if (object.kind !== 'ConfigMap') walk(object, [], said)
  return said
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const walk = (value: unknown, path: Path, said: Said[]): void => {
  if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, [...path, i], said)
  if (!isRecord(value)) return
  const resources = isRecord(value.requests) || isRecord(value.limits)
  if (resources) judgeResources(value, path, said)
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'replicas' && typeof inner === 'number' && inner < 0)
      said.push({ code: 'REPLICAS_NEGATIVE', path: [...path, key], value: String(inner), problem: `${inner} replicas` })
    if (key === 'sizeLimit' && !isQuantity(inner)) said.push(invalid(inner, [...path, key]))
    walk(inner, [...path, key], said)
  }
}

/** A thousandth of a byte, or a number that was meant to have a unit: 512m, 512. */
const isTiny = (name: string, amount: unknown): boolean =>
  /^(?:memory|storage|ephemeral-storage)$/.test(name) && !/^0\D*$/.test(String(amount)) && compareQuantities(String(amount), '1Ki') < 0

const invalid = (value: unknown, path: Path): Said => ({
  code: 'QUANTITY_INVALID',
  path,
  value: String(value),
  problem: `${JSON.stringify(value)} is ${isQuantity(value) ? 'less than 1 KiB' : 'not a Kubernetes quantity'}`,
})

const judgeResources = ({ requests, limits }: Record<string, unknown>, path: Path, said: Said[]): void => {
  for (const [field, amounts] of Object.entries({ requests, limits }))
    for (const [name, amount] of Object.entries(isRecord(amounts) ? amounts : {}))
      if (!isRecord(amount) && (!isQuantity(amount) || isTiny(name, amount))) said.push(invalid(amount, [...path, field, name]))
  if (!isRecord(requests) || !isRecord(limits)) return
  for (const [name, request] of Object.entries(requests)) {
    const limit = limits[name]
    if (limit === undefined || !isQuantity(limit) || !isQuantity(request) || compareQuantities(limit, request) >= 0) continue
    const problem = `the limit ${limit} is below the request ${request}`
    said.push({ code: 'QUANTITY_ORDER', path: [...path, 'limits', name], value: String(limit), problem })
  }
}
