import { inline } from '../failure.ts'
import { decoded } from '../secret/encoded.ts'
import { byForm } from '../secret/patterns.ts'
import { secretsIn } from './secrets-in.ts'

/** Another key in each run: a tag says whether two values of one report are equal, and nothing about either. */
let key: Buffer | undefined

const tagOf = (value: string): string => {
  // Loaded when there is something to hide: most runs have nothing.
  const { createHmac, randomBytes } = process.getBuiltinModule('node:crypto')
  key ??= randomBytes(32)
  return `<redacted ${createHmac('sha256', key).update(value).digest('hex').slice(0, 8)}>`
}

/** What is known not to be shown, in every spelling, and its tag; the longest first. */
let known: [string, string][] = []
const seen = new Set<string>()

/** Shorter values are in any text by chance, and hiding them would hide the report. */
const shortest = 4

/** How a value can come out: as it is, in JSON, made printable, in base64, and line by line. */
const spellings = (value: string): string[] => {
  const lines = value.split('\n').map(line => line.trim())
  const whole = [value, ...(lines.length > 1 ? lines.filter(line => line.length >= 8) : [])]
  const encoded = Buffer.from(value).toString('base64')
  return [...whole.flatMap(one => [one, JSON.stringify(one).slice(1, -1), inline(one)]), encoded, encoded.replace(/=+$/, '')]
}

let unread: string[] = []

/** Remembers a text of a repository (a render, a source, a golden file): no output of this process may show the secrets in it. */
export const keepSecret = (text: string): void => void unread.push(text)

/** Whether a text holds what a report would hide. */
export const holdsSecret = (text: string): boolean => secretsIn(text).length > 0

/** Reads what was remembered since the last output. */
const learn = (): void => {
  const values = unread.flatMap(secretsIn).filter(value => value.trim().length >= shortest && !seen.has(value))
  unread = []
  if (values.length === 0) return
  for (const value of new Set(values)) {
    seen.add(value)
    // Base64 and what it stands for are one secret, so that a report shows them as equal.
    const tag = tagOf(decoded(value) ?? value)
    known.push(...spellings(value).map((spelling): [string, string] => [spelling, tag]))
  }
  known = known.sort(([a], [b]) => b.length - a.length)
}

const word = /[A-Za-z0-9]/
/** A short value is only replaced where it stands alone: `test` in "tests/golden" is none. */
const alone = (text: string, at: number, length: number): boolean =>
  length >= 8 || !(word.test(text[at - 1] ?? '') || word.test(text[at + length] ?? ''))

const replaceAll = (text: string, secret: string, tag: string): string => {
  let result = ''
  let from = 0
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
    if (!alone(text, at, secret.length)) continue
    result += text.slice(from, at) + tag
    from = at + secret.length
  }
  return result + text.slice(from)
}

/** The beginning of a secret before an ellipsis, where a long message was cut. */
const cutOff = (text: string): string => {
  if (known.length === 0 || !text.includes('…')) return text
  return text.split('…').reduce((before, after) => {
    for (const [secret, tag] of known)
      for (let length = secret.length - 1; length >= shortest; length--)
        if (before.endsWith(secret.slice(0, length))) return `${before.slice(0, -length)}${tag}…${after}`
    return `${before}…${after}`
  })
}

/** A text as it may leave the process (rule S8): each secret in it, known or told by its form, as `<redacted 1f2e3d4c>`. */
export const redact = (text: string): string => {
  learn()
  let result = text
  for (const [secret, tag] of known) if (result.includes(secret)) result = replaceAll(result, secret, tag)
  for (const { start, end } of byForm(result).sort((a, b) => b.start - a.start))
    if (!result.slice(start, end).includes('<redacted '))
      result = result.slice(0, start) + tagOf(result.slice(start, end)) + result.slice(end)
  return cutOff(result)
}
