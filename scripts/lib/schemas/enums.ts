/** Definition name → property → the values it may have. */
export type Enums = Map<string, Map<string, string[]>>

/**
 * Reads the values of enumerated fields from Kubernetes' generated `zz_generated.openapi.go`; its OpenAPI document has the fields without
 * them. The file is gofmt's output, so a type's properties stand at five tabs and an `Enum:` below belongs to the last one.
 */
export const readEnums = (go: string): Enums => {
  const enums: Enums = new Map()
  let definition = ''
  let property = ''
  for (const line of go.split('\n')) {
    const type = /^func schema_k8sio_api_(\w+?)_(v\d\w*?)_(\w+)\(/.exec(line)
    if (type) definition = `io.k8s.api.${type[1]}.${type[2]}.${type[3]}`
    else if (line.startsWith('func ')) definition = ''
    property = /^\t{5}"(.+)": \{$/.exec(line)?.[1] ?? property
    const values = /^\t{7,10}Enum: +\[\]interface\{\}\{(.+)\},$/.exec(line)?.[1]
    if (!values || definition === '') continue
    const properties = enums.get(definition) ?? new Map<string, string[]>()
    enums.set(definition, properties.set(property, JSON.parse(`[${values}]`)))
  }
  if (enums.size === 0) throw new Error('zz_generated.openapi.go has no Enum: line; has its layout changed?')
  return enums
}
