/** A JSON schema (draft 4, what kubeconform reads). */
export type Schema = { [keyword: string]: unknown }

/** The schema of one kind in one version, and whether its objects have a namespace. Its `$ref`s point to its own `definitions`. */
export type KindSchema = { apiVersion: string; kind: string; namespaced: boolean; schema: Schema }

export const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Applies a function to every schema of a `properties` or `definitions` map. */
export const mapSchemas = (schemas: unknown, change: (schema: Schema, name: string) => Schema): { [name: string]: Schema } =>
  Object.fromEntries(Object.entries(isSchema(schemas) ? schemas : {}).map(([name, schema]) => [name, change(schema as Schema, name)]))

/** The definitions that a schema reaches by `$ref`, sorted by name. */
export const definitionsOf = (schema: Schema, all: { [name: string]: Schema }): { [name: string]: Schema } => {
  const reached = new Map<string, Schema>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const name = '$ref' in node && typeof node.$ref === 'string' ? node.$ref.replace('#/definitions/', '') : undefined
    if (name !== undefined && !reached.has(name)) {
      const definition = all[name]
      if (!definition) throw new Error(`no definition ${name}`)
      reached.set(name, definition)
      visit(definition)
    }
    Object.values(node).forEach(visit)
  }
  visit(schema)
  return Object.fromEntries([...reached].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * What the root of every kind has in common: exact apiVersion and kind (the file is found by the kind in lower case), `metadata`, and an
 * open `status`, which controllers write and nobody applies.
 */
export const rootOf = (
  { apiVersion, kind, namespaced }: Omit<KindSchema, 'schema'>,
  schema: Schema,
  all: { [name: string]: Schema },
): KindSchema => {
  const required = ((schema.required as string[] | undefined) ?? []).filter(
    name => !['apiVersion', 'kind', 'metadata', 'status'].includes(name),
  )
  const properties = mapSchemas(schema.properties, (property, name) => (name === 'status' ? { type: 'object' } : property))
  const root: Schema = {
    ...schema,
    required: ['apiVersion', 'kind', 'metadata', ...required],
    additionalProperties: false,
    properties: { ...properties, apiVersion: { enum: [apiVersion] }, kind: { enum: [kind] } },
  }
  return { apiVersion, kind, namespaced, schema: { ...root, definitions: definitionsOf(root, all) } }
}
