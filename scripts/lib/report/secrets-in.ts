import { decoded, inBase64 } from '../secret/encoded.ts'
import { named } from '../secret/names.ts'
import { byForm } from '../secret/patterns.ts'

/** Whether a text may hold secrets by their place: a Secret, a generator of one, or a name that says so. */
const kind = /^([ \t]*)(?:-[ \t]+)?kind:[ \t]*["']?Secret["']?[ \t]*(?:#.*)?$/m
const field = /^([ \t]*)(?:-[ \t]+)?(?:data|stringData):/gm

/** The scalar that YAML text stands for: quotes and their escapes gone. */
const scalar = (text: string): string => {
  const trimmed = text.trim()
  if (/^'.*'$/s.test(trimmed)) return trimmed.slice(1, -1).replaceAll("''", "'")
  if (!/^".*"$/s.test(trimmed)) return trimmed.replace(/\s+#.*$/, '')
  try {
    return JSON.parse(trimmed)
  } catch {
    return trimmed.slice(1, -1)
  }
}

/** What stands on a field's own line, and the lines below it until one that doesn't belong to it. */
const blockOf = (text: string, from: number, ends: (line: string) => boolean): string[] => {
  const lines: string[] = []
  for (let at = from; at <= text.length; ) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? undefined : end)
    if (lines.length > 0 && line.trim() !== '' && ends(line)) break
    lines.push(line)
    if (end < 0) break
    at = end + 1
  }
  return lines
}

/** Every value of the data of Secrets in YAML text, whole or broken: after a colon, in braces, or in the lines of a block. */
const ofSecrets = (document: string): string[] =>
  [...document.matchAll(field)].flatMap(({ 0: whole, 1: indent = '', index }) => {
    const [first = '', ...lines] = blockOf(document, index + whole.length, line => line.search(/\S/) <= indent.length)
    const flow = [first, ...lines].join('\n')
    const inBraces = flow.includes('{')
      ? [...flow.matchAll(/:\s+("(?:[^"\\\n]|\\.){0,5000}"|'(?:[^'\n]|''){0,5000}'|[^\n,{}]{1,5000})/g)].map(found => found[1] ?? '')
      : []
    const values = lines.flatMap(line => {
      const [, value = ''] = /^\s*[^\s:]+:(?:\s+(.*))?$/.exec(line) ?? [line, line]
      return value ? [value] : []
    })
    return [...inBraces, ...values].map(scalar).filter(value => !/^[|>][+-]?\d*$/.test(value))
  })

/** The values of a secretGenerator's literals: what stands after `=`, or the whole of an item that has none. */
const ofGenerators = (text: string): string[] =>
  [...text.matchAll(/^[ \t-]{0,200}secretGenerator[ \t]*:/gm)].flatMap(({ index, 0: whole }) => {
    const [, ...lines] = blockOf(text, index + whole.length, line => /^[^\s#-]/.test(line))
    return lines.flatMap(line => {
      const item = line.trim().replace(/^-\s+/, '')
      const items = item.startsWith('literals:') ? item.slice('literals:'.length).replace(/[[\]]/g, '').split(',') : [item]
      return items.filter(one => one.includes('=') || items.length > 1).map(one => scalar(one).replace(/^[\w.-]+=/, ''))
    })
  })

/** All that must not be shown of a text of a repository: what is a secret by its form, by its name, or because a Secret holds it. */
export const secretsIn = (text: string): string[] => {
  const documents = kind.test(text) ? text.split(/^---.*$/m).filter(document => kind.test(document)) : []
  const held = [...documents.flatMap(ofSecrets), ...ofGenerators(text)].filter(value => !/^(?:true|false|null|~|)$/i.test(value))
  const called = named(text).map(found => found.value)
  const formed = [...byForm(text), ...inBase64(text)].map(({ start, end }) => text.slice(start, end))
  return [...new Set([...held, ...called, ...formed].flatMap(value => [value, decoded(value) ?? value]))]
}
