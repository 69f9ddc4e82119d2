import { Document, type ScalarTag } from 'yaml'

const tagsOf = (version: 'core' | 'yaml-1.1'): ScalarTag[] =>
  new Document(null, { schema: version }).schema?.tags.filter(
    (tag): tag is ScalarTag => 'test' in tag && tag.test !== undefined && tag.default !== undefined,
  ) ?? []

const core = tagsOf('core')
const old = tagsOf('yaml-1.1')

/** What a plain scalar is to one version of YAML: the type, and the value where it is no string. */
const resolve = (tags: readonly ScalarTag[], text: string): { type: string; value: unknown } => {
  // The parser's table for 1.1 takes a lone point for a number.
  const tag = text === '.' ? undefined : tags.find(one => one.default === true && one.test?.test(text))
  if (!tag) return { type: 'string', value: text }
  const value = tag.resolve(text, () => {}, {} as never) as unknown
  const inner = value !== null && typeof value === 'object' && 'value' in value ? (value as { value: unknown }).value : value
  return { type: kindOf(tag.tag, inner), value: inner instanceof Date ? inner.getTime() : inner }
}

const kindOf = (tag: string, value: unknown): string => (value === null ? 'null' : (tag.split(':').pop() ?? tag))

/**
 * What a plain scalar means to YAML 1.1 where YAML 1.2 means something else; undefined where both agree.
 * Beyond the parser's tables: 1.1 has `=` as a type of its own (yaml.org/type/value), no decimal with a leading zero (yaml.org/type/int), and
 * no exponent without a point and a sign (yaml.org/type/float), so readers differ on `08` and `1e3`.
 */
export const ambiguity = (text: string): string | undefined => {
  if (text === '=') return 'a default value'
  if (text === '<<') return undefined
  if (/^[-+]?0[0-9_]*[89][0-9_]*$/.test(text)) return 'an octal number or text'
  if (/^[-+]?[0-9_.]+e[-+]?[0-9]+$/i.test(text) && !/^[-+]?[0-9_]*\.[0-9_]*e[-+][0-9]+$/i.test(text)) return 'text'
  const [now, then] = [resolve(core, text), resolve(old, text)]
  if (now.type === then.type && Object.is(now.value, then.value)) return undefined
  return names[then.type] ? `${names[then.type]}${shown(then)}` : then.type
}

const names: Record<string, string> = {
  bool: 'a boolean',
  int: 'the number',
  float: 'the number',
  timestamp: 'a date',
  string: 'text',
  str: 'text',
  null: 'nothing',
  binary: 'bytes',
}
const shown = ({ type, value }: { type: string; value: unknown }): string =>
  type === 'int' || type === 'float' || type === 'bool' ? ` ${String(value)}` : ''

/** Whether a plain scalar is a whole number that a 64-bit float, and so JSON's readers, can't hold. */
export const isUnsafeInteger = (text: string): boolean => /^[-+]?[0-9]+$/.test(text) && !Number.isSafeInteger(Number(text))
