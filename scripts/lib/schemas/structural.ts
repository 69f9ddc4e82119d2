import { isSchema, mapSchemas, type Schema } from './schema.ts'

const numbers = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']
const sizes = ['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties']
const kept = ['type', 'enum', 'pattern', ...numbers, ...sizes]
/** The formats that kubeconform judges as the API server does; the others it would ignore, or judge by other rules. */
const formats = ['date-time', 'ipv4', 'ipv6']
const logical = ['anyOf', 'oneOf', 'allOf']

const embedded = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
}
const propertiesOf = (node: Schema): { [name: string]: Schema } => ({
  ...(node['x-kubernetes-embedded-resource'] === true && embedded),
  ...(node.properties as { [name: string]: Schema } | undefined),
})

const typeOf = (node: Schema): unknown => {
  const type = node['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : node.type
  return node.nullable === true && type !== undefined ? [type, 'null'].flat() : type
}

/** `anyOf: [{type: integer}, {type: string}]` says what x-kubernetes-int-or-string beside it says. */
const repeatsType = (node: Schema, key: string): boolean =>
  key === 'anyOf' && node['x-kubernetes-int-or-string'] === true && (node.anyOf as Schema[]).every(branch => 'type' in branch)

/** The API server sets defaults before it validates, kubeconform sets none: what would hold by a default can't be judged. */
const needsDefault = (node: Schema, key: string): boolean =>
  Object.entries(propertiesOf(node)).some(([name, property]) => 'default' in property && JSON.stringify(node[key]).includes(`"${name}"`))

/**
 * Turns a CRD's structural schema into a JSON schema that refuses what the API server would prune
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning).
 * CEL rules, defaults and descriptions are dropped.
 * @param replace what to write for a property instead of its own schema, or undefined
 * @param closed false below anyOf, oneOf, allOf and not, which don't say what fields there are
 */
export const fromStructural = (
  node: Schema,
  replace: (name: string, node: Schema) => Schema | undefined = () => undefined,
  closed = true,
): Schema => {
  const convert = (child: Schema): Schema => fromStructural(child, replace, closed)
  const properties = propertiesOf(node)
  const out: Schema = Object.fromEntries(kept.filter(key => key in node).map(key => [key, node[key]]))
  const type = typeOf(node)
  if (type !== undefined) out.type = type
  if (node.nullable === true && Array.isArray(node.enum)) out.enum = [...node.enum, null]
  if (formats.includes(node.format as string)) out.format = node.format
  const required = ((node.required as string[] | undefined) ?? []).filter(name => !('default' in (properties[name] ?? {})))
  if (required.length > 0) out.required = required
  if (Object.keys(properties).length > 0) out.properties = mapSchemas(properties, (child, name) => replace(name, child) ?? convert(child))
  if (isSchema(node.items)) out.items = convert(node.items)
  if (isSchema(node.additionalProperties)) out.additionalProperties = convert(node.additionalProperties)
  else if (closed && node.type === 'object' && node.additionalProperties !== true && node['x-kubernetes-preserve-unknown-fields'] !== true)
    out.additionalProperties = false
  if (isSchema(node.not) && !needsDefault(node, 'not')) out.not = fromStructural(node.not, replace, false)
  for (const key of logical)
    if (Array.isArray(node[key]) && !repeatsType(node, key) && !needsDefault(node, key))
      out[key] = node[key].map((branch: Schema) => fromStructural(branch, replace, false))
  return out
}
