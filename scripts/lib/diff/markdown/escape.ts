import { inline } from '../../failure.ts'

/** Text cut to so many characters, never inside one that takes two. */
export const cutTo = (text: string, most: number): string => {
  if (text.length <= most) return text
  const end = Math.max(0, most - 1)
  return `${text.slice(0, /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end - 1 : end)}…`
}

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))

/**
 * Text as a code span, in which nothing is a mention, a reference, a link or HTML. A bar shows as `\x7c`: parsers differ in how a table's
 * cell escapes one.
 */
export const code = (text: string, most = 200): string => {
  const safe = wellFormed(cutTo(inline(text).replaceAll('\t', ' '), most)).replaceAll('|', '\\x7c')
  if (safe.trim() === '') return '`""`'
  const fence = '`'.repeat(longestRun(safe) + 1)
  const pad = /^[` ]|[` ]$/.test(safe) ? ' ' : ''
  return `${fence}${pad}${safe}${pad}${fence}`
}

/** Half of a pair that stands alone is no character, and a comment's beginning could be taken for the marker by which a comment is found. */
const wellFormed = (text: string): string => text.toWellFormed().replaceAll('<!--', '<!\\x2d-')

/** A word that means nothing to Markdown or to what a forge links: mentions, references, commits, addresses, emoji. */
const plainWord = (word: string): boolean => {
  const core = word.replace(/^\(+/, '').replace(/[).,;:?!]+$/, '')
  if (!/^[A-Za-z0-9%+='’“”–—→…×/.,()-]*$/.test(core)) return false
  return !/^\d+[.)]+$/.test(word) && !/^[-+=]|GH-\d|[0-9a-f]{7}|www\.|\.[a-z]|[-+=]{2}/i.test(core)
}

/** Words as a code span, with the comma or point after them outside. */
const codeRun = (text: string, most: number): string => {
  const [, inside = text, after = ''] = /^(.*[\w)\]])([.,;])$/s.exec(text) ?? []
  return `${code(inside, most)}${after}`
}

/** A sentence: words that mean something to Markdown stand in code spans, the rest as they are. */
export const prose = (text: string, most = 2000): string => {
  const runs: { plain: boolean; words: string[] }[] = []
  for (const word of cutTo(inline(text), most)
    .split(/[ \t]+/)
    .filter(Boolean)) {
    const plain = plainWord(word)
    const last = runs.at(-1)
    if (last && last.plain === plain) last.words.push(word)
    else runs.push({ plain, words: [word] })
  }
  return runs.map(({ plain, words }) => (plain ? words.join(' ') : codeRun(words.join(' '), most))).join(' ')
}

/** Lines as a fenced block: its fence is longer than any run of backticks in them. */
export const fenced = (lines: readonly string[], language = ''): string => {
  const text = wellFormed(lines.join('\n'))
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}${language}\n${text}\n${fence}`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for HTML that we write ourselves, as code, in which a forge links nothing. */
export const htmlCode = (text: string, most = 160): string =>
  `<code>${wellFormed(cutTo(inline(text), most)).replace(/[&<>"']/g, c => entities[c] ?? '')}</code>`
