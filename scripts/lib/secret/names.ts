/** Words in a name that say its value is a secret (rule S3). */
const words = `pass(?:word|wd|phrase)?|secret|token|api[_-]?key|private[_-]?key|credential|dsn|conn(?:ection)?[_-]?str(?:ing)?`

const secretWord = new RegExp(words, 'i')

/** Names with such a word whose value is about the secret, not the secret: how long it lives, where it is, what it is called. */
const about =
  /(?:[_.-](?:FILE|PATH|DIR|TTL|SECONDS|SECS|MINUTES|HOURS|MS|EXPIRY|EXPIRES(?:_IN)?|NAME|HEADER|ISSUER|AUDIENCE|ENABLED|REQUIRED|ALGORITHM|ALG|LENGTH|COUNT|LIMIT|LIMITS|TYPE|VERSION|ID|KIND|STORE|STORE_NAME|MODE|POLICY|PREFIX|URL|URI|HOST)|(?:Name|Ref|File|Path|TTL|Type|Header|Enabled|Store|Limit|Limits))$|BYPASS|COMPASS|PASSIVE|TOKENI[SZ]E|^existingSecret$|^(?:Cluster)?(?:External|Sealed|Push)Secret$|^imagePullSecrets?$/i

/** Whether a name says that its value is a secret: `DB_PASSWORD`, `api-key`; not `TOKEN_TTL_SECONDS` or `secretName`. */
export const isSecretName = (name: string): boolean => secretWord.test(name) && !about.test(name)

const innocent = [
  /^(?:true|false|null|none|yes|no|on|off|required|optional|enabled|disabled|~)$/i,
  /^-?[\d.,_]*\s*(?:ms|s|m|h|d|[KMGT]i?B?)?$/,
  /^(?:\.{0,2}\/|~\/|file:)/,
  /^(?:\$[({]|\{\{|<[^>]*>?$|\$[\w.-]+(?::[\w.-]+)?$|%\w+%$|ENC\[)/,
  /^(?:change[-_ ]?me|placeholder|replace[-_ ]?me|example|todo|redacted|\*+|x{3,}|\.{3}|…)/i,
  /^<redacted [0-9a-f]+>/,
]

/** Names of which digits are no setting: one that ends with the word, in the singular, and for a token more digits than a time has. */
const login = /(?:pass(?:word|wd|phrase)?|api[_-]?key|private[_-]?key|secret|credential)$/i
const isCode = (name: string, value: string): boolean =>
  (login.test(name) && /^\d{4,}$/.test(value)) || (/token$/i.test(name) && /^\d{10,}$/.test(value))

/** Whether the value of a name can't be a secret: empty, a switch, a number, a path, a reference, a template, or a placeholder. */
export const isInnocent = (name: string, value: string): boolean =>
  innocent.some(form => form.test(value.trim())) && !isCode(name, value.trim())

/** A secret that its name gives away, and where its value stands in the text. */
export type Named = { name: string; value: string; start: number; end: number }

const everyWord = new RegExp(words, 'g')
/** The same text in lower case: finding words in it is several times faster than ignoring case. A letter that gets longer stays. */
const lower = (text: string): string => {
  const small = text.toLowerCase()
  return small.length === text.length ? small : text.replace(/[A-Z]+/g, found => found.toLowerCase())
}
/** After the word: the rest of a name, then the value; on the same line, after `--name` and a space, or as a variable of YAML. */
const assigned = /\\?["']?[ \t]*[:=][ \t]*\\?["']?([^\s"'{}\\,;&()-][^\s"'{}\\,;&()]{3,2000})/y
const option = /[ \t]+["']?([^\s"'-][^\s"']{3,2000})/y
const variable = /[A-Za-z0-9_.-]{0,60}["']?\s*\n[ +-]*value: ["']?([^\n"']{4,2000})/y

/** What stands before the word: the beginning of the name, and what leads to it. */
const before = /(--|name: ["']?|)([A-Za-z0-9_.-]{0,60})$/

const match = (form: RegExp, text: string, at: number): RegExpExecArray | null => {
  form.lastIndex = at
  return form.exec(text)
}

/**
 * Every value in a text whose name says that it is a secret: `name: value`, `name=value`, `--name value` (env files, TOML, arguments,
 * YAML), and environment variables of YAML. The name ends with the word, so that `secretName:` is none.
 */
export const named = (text: string): Named[] =>
  [...lower(text).matchAll(everyWord)].flatMap(({ 0: word, index }) => {
    const from = index + word.length
    const [, lead = '', start = ''] = before.exec(text.slice(Math.max(0, index - 70), index)) ?? []
    const found = match(assigned, text, from) ?? (lead === '--' ? match(option, text, from) : lead ? match(variable, text, from) : null)
    const value = found?.[1] ?? ''
    const end = from + (found?.[0].length ?? 0)
    const rest = lead.startsWith('name') ? (/^[A-Za-z0-9_.-]*/.exec(text.slice(from, from + 60))?.[0] ?? '') : ''
    const name = start.replace(/^-+/, '') + text.slice(index, from) + rest
    return found && isSecretName(name) && !isInnocent(name, value) ? [{ name, value, start: end - value.length, end }] : []
  })
