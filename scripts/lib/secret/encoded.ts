import { named } from './names.ts'
import { byForm, type Hit } from './patterns.ts'

/** A word that can be base64 of something long enough to matter. */
const words = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{20,50000}={0,2}/g

/** What base64 says, or undefined when that isn't text. */
export const decoded = (value: string): string | undefined => {
  const compact = value.replace(/\s+/g, '')
  if (compact.length < 4 || /[^A-Za-z0-9+/=]/.test(compact)) return undefined
  const text = Buffer.from(compact, 'base64').toString('utf8')
  return text === '' || /[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffc]/.test(text) ? undefined : text
}

/** Every base64 word of a text in which there is a secret (rule S6: one level is decoded). */
export const inBase64 = (text: string): Hit[] =>
  [...text.matchAll(words)].flatMap(({ 0: word, index }): Hit[] => {
    // Digests are hexadecimal, and there are many.
    const inside = /^[0-9a-f]+$/.test(word) ? undefined : decoded(word)
    if (inside === undefined) return []
    const [hit] = byForm(inside)
    const [literal] = hit ? [] : named(inside)
    const what = hit?.what ?? (literal && `a value of ${literal.name}`)
    return what ? [{ code: hit?.code ?? 'SECRET_VALUE', what: `base64 of ${what}`, start: index, end: index + word.length }] : []
  })

/** Bits of surprise in a character of a text (Shannon). */
export const entropy = (text: string): number => {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0)
}
