import { inline, printable } from '../failure.ts'
import type { FieldChange } from './data.ts'
import { pathText } from './path-text.ts'
import { type DiffLine, unified, yamlLines } from './unified.ts'

/** A field that changed, as lines. `title` is its path, empty for a whole object; `note` is said where there are no lines to show. */
export type Hunk = { title: string; note?: string; lines: readonly DiffLine[] }

const isText = (value: unknown): value is string => typeof value === 'string' && value.includes('\n')
const isWhole = (value: unknown): boolean => typeof value === 'object' && value !== null

/** A string that reads as something else: it is shown in quotes, so that `"80"` isn't taken for `80`. */
const ambiguous = /^\s|\s$|^$|^([-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?|true|false|null|yes|no|on|off|~)$/i

/** A value in as many lines as it needs. */
const valueLines = (value: unknown): string[] => {
  if (isText(value)) return value.replace(/\n$/, '').split('\n').map(printable)
  if (isWhole(value)) return yamlLines(value).map(printable)
  return [inline(typeof value === 'string' && !ambiguous.test(value) ? value : JSON.stringify(value ?? null))]
}

const signed = (kind: 'removed' | 'added', value: unknown): DiffLine[] => valueLines(value).map(text => ({ kind, text }))

const body = ({ change, old, new: next }: FieldChange): Pick<Hunk, 'note' | 'lines'> => {
  if (change === 'reordered') return { note: 'the same items in another order', lines: [] }
  if (change === 'formatted') return { note: 'comments or layout only; the text is another all the same', lines: [] }
  if (isText(old) && isText(next)) return { lines: unified(old, next, 2).map(line => ({ ...line, text: printable(line.text) })) }
  return { lines: [...(change === 'added' ? [] : signed('removed', old)), ...(change === 'removed' ? [] : signed('added', next))] }
}

/** The changed fields of an object as lines that any output may hold; what follows generated names is one hunk without any. */
export const hunksOf = (fields: readonly FieldChange[]): Hunk[] => {
  const said = fields.filter(({ noise }) => !noise)
  const noise = fields.filter(field => field.noise === 'hash')
  const names = [...new Set(noise.map(({ old, new: next }) => `${old} → ${next}`))].map(inline)
  const places = noise.length === 1 ? '1 place' : `${noise.length} places`
  return [
    ...said.map(field => ({ title: inline(pathText(field.path)), ...body(field) })),
    ...(noise.length > 0 ? [{ title: '', note: `generated name, in ${places}: ${names.join(', ')}`, lines: [] }] : []),
  ]
}
