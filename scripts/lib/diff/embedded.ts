import { createRequire } from 'node:module'
import type { EmbeddedFormat } from './data.ts'

/** Parsers are loaded when two strings differ that look like documents, and not before. */
const load = createRequire(import.meta.url)

const parsers: { readonly [F in EmbeddedFormat]: (text: string) => unknown } = {
  json: text => JSON.parse(text),
  yaml: text => {
    const { parseAllDocuments } = load('yaml') as typeof import('yaml')
    const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false })
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined
    const values = documents.map(document => document.toJS({ maxAliasCount: 100 }) as unknown)
    return values.length === 1 ? values[0] : values
  },
  toml: text => tomlValue((load('smol-toml') as typeof import('smol-toml')).parse(text)),
}

/** Dates and big numbers of TOML as text: what is compared is plain data. */
const tomlValue = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? one.toString() : one)))

/** The formats to try: what the key's ending says, else what the first character that counts says. */
const formats = (key: string, text: string): EmbeddedFormat[] => {
  const ending = /\.(ya?ml|json|toml)$/i.exec(key)?.[1]?.toLowerCase()
  if (ending) return [ending === 'yml' ? 'yaml' : (ending as EmbeddedFormat)]
  if (/^\s*[[{]/.test(text)) return ['json', 'yaml']
  // A map over several lines, and not a script or prose.
  return /\n/.test(text.trim()) && /^(#.*\n|---\n|\s*\n)*[\w./"'-]+:(\s|$)/.test(text) ? ['yaml'] : []
}

/** A longer text is compared as text: its parsed form would cost more than it tells. */
const longest = 2 ** 20

/**
 * Two strings as documents of one format, when both are whole maps or lists of it; undefined otherwise.
 * @param key the field that holds them, whose ending may name the format
 */
export const embedded = (key: string, old: string, next: string): { format: EmbeddedFormat; old: unknown; next: unknown } | undefined => {
  if (old.length + next.length > longest) return undefined
  for (const format of formats(key, next)) {
    const documents = [parsed(format, old), parsed(format, next)]
    if (documents.every(document => typeof document === 'object' && document !== null))
      return { format, old: documents[0], next: documents[1] }
  }
  return undefined
}

/** A document nested deeper than any manifest may be (LIMIT_DEPTH) stays text. */
const isShallow = (value: unknown, left = 100): boolean =>
  typeof value !== 'object' || value === null || (left > 0 && Object.values(value).every(one => isShallow(one, left - 1)))

const parsed = (format: EmbeddedFormat, text: string): unknown => {
  try {
    const value = parsers[format](text)
    return isShallow(value) ? value : undefined
  } catch {
    return undefined
  }
}
