/** A mapping of a manifest, whose fields may be anything. */
export type Fields = Readonly<Record<string, unknown>>
/** The way to a field inside an object: keys and list positions. */
export type Path = readonly (string | number)[]

/** A value as a mapping; an empty one for anything else. */
export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

/** A list of mappings; positions are kept, and what isn't a mapping becomes an empty one. */
export const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : [])

/** The strings of a list. */
export const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter(one => typeof one === 'string') : [])

export const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
export const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** What stands at a path, or undefined. */
export const get = (value: unknown, ...path: Path): unknown => {
  let found = value
  for (const key of path) found = typeof found === 'object' && found !== null ? (found as Record<string | number, unknown>)[key] : undefined
  return found
}

/** The labels of something with metadata: a pod template, a claim template. */
export const labelsOf = (value: unknown): Fields => fields(get(value, 'metadata', 'labels'))
