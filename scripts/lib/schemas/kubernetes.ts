import type { Enums } from './enums.ts'
import { isSchema, type KindSchema, mapSchemas, rootOf, type Schema } from './schema.ts'

type Gvk = { group: string; version: string; kind: string }
type Operation = { 'x-kubernetes-group-version-kind'?: Gvk }
export type Swagger = { definitions: { [name: string]: Schema }; paths: { [path: string]: { patch?: Operation } } }

/** The grammar of resource.Quantity (k8s.io/apimachinery/pkg/api/resource); an unquoted number is read as its digits. */
const quantity = '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$'

/** Types with a JSON reader of their own, which the OpenAPI document describes as strings only. */
const special: { [name: string]: Schema } = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['string', 'number'], pattern: quantity },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: ['string', 'null'], format: 'date-time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: ['string', 'null'], format: 'date-time' },
}

const kept = ['$ref', 'type', 'required']

const strict = (node: Schema): Schema => {
  const out: Schema = Object.fromEntries(kept.filter(key => key in node).map(key => [key, node[key]]))
  if (isSchema(node.items)) out.items = strict(node.items)
  if (isSchema(node.additionalProperties)) out.additionalProperties = strict(node.additionalProperties)
  if (isSchema(node.properties)) Object.assign(out, { properties: mapSchemas(node.properties, strict), additionalProperties: false })
  return out
}

/** Puts the values of an enumerated field where its strings are: on itself, its items or its map's values. */
const withValues = (property: Schema, values: string[] | undefined): Schema => {
  if (!values) return property
  if (isSchema(property.items)) return { ...property, items: { ...property.items, enum: values } }
  if (isSchema(property.additionalProperties))
    return { ...property, additionalProperties: { ...property.additionalProperties, enum: values } }
  return { ...property, enum: values }
}

const withEnums = (schema: Schema, enums: ReadonlyMap<string, string[]> | undefined): Schema =>
  enums ? { ...schema, properties: mapSchemas(schema.properties, (property, name) => withValues(property, enums.get(name))) } : schema

/** Every definition of the Kubernetes OpenAPI document, strict: a field that isn't listed is an error. */
export const kubernetesDefinitions = (swagger: Swagger, enums: Enums): { [name: string]: Schema } =>
  mapSchemas(swagger.definitions, (schema, name) => special[name] ?? withEnums(strict(schema), enums.get(name)))

/** Alpha and beta versions are off by default in an API server, so a manifest that uses one has no schema. */
const stable = /^v[0-9]+$/

/** The schemas of all kinds that can be applied, which are those that the API lets one patch by name. */
export const kubernetesSchemas = (swagger: Swagger, definitions: { [name: string]: Schema }): KindSchema[] => {
  const id = ({ group, version, kind }: Gvk): string => `${group}/${version} ${kind}`
  const named = Object.entries(swagger.paths).filter(([path]) => path.endsWith('/{name}'))
  const patched = (paths: typeof named): Set<string> =>
    new Set(paths.flatMap(([, { patch }]) => patch?.['x-kubernetes-group-version-kind'] ?? []).map(id))
  const applied = patched(named)
  const namespaced = patched(named.filter(([path]) => path.includes('/namespaces/{namespace}/')))
  return Object.entries(swagger.definitions).flatMap(([name, { 'x-kubernetes-group-version-kind': gvks }]) => {
    const [gvk, ...others] = (gvks ?? []) as Gvk[]
    if (!gvk || others.length > 0 || !stable.test(gvk.version) || !applied.has(id(gvk))) return []
    const apiVersion = gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`
    return [rootOf({ apiVersion, kind: gvk.kind, namespaced: namespaced.has(id(gvk)) }, definitions[name] ?? {}, definitions)]
  })
}
