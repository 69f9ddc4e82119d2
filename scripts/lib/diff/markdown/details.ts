import type { Entry } from '../entries.ts'
import type { Hunk } from '../hunks.ts'
import { code, fenced, htmlCode, prose } from './escape.ts'
import { namesIn } from './ranges.ts'

const signs = { added: '+', removed: '-', same: ' ', hunk: ' ' } as const

function* linesOf(hunks: Iterable<Hunk>): Iterable<string> {
  for (const { title, note, lines } of hunks) {
    if (title) yield `@@ ${title} @@`
    if (note) yield `  (${note})`
    for (const { kind, text } of lines) yield `${signs[kind]} ${text}`
  }
}

/** As many lines as fit; the last one says that there are more. */
const fitting = (lines: Iterable<string>, room: number, more: string): string[] => {
  const fit: string[] = []
  let used = 0
  for (const line of lines) {
    used += line.length + 1
    if (used > room) return [...fit, more]
    fit.push(line)
  }
  return fit
}

const sentences = ({ lines }: Entry, room: number): string =>
  fitting(
    // A dash alone below a line would make that line a heading.
    lines.flatMap(line => prose(line, 600) || []).map(line => `- ${line}`),
    room,
    '- … and more',
  ).join('\n')

const badge = (entry: Entry): string => `**${entry.badge}** ${code(entry.title, 160)} ${prose(entry.note, 160)}`

/** One thing that has no field to show: a line, its sentences below it. */
const item = (entry: Entry, room: number): string => {
  const places = entry.places.length > 0 ? `: ${namesIn(entry.places, Math.max(600, room / 2))}` : ''
  const below = sentences(entry, room / 3)
  return `- ${badge(entry)}${places}${below ? `\n${below.replace(/^/gm, '  ')}` : ''}`
}

/** What is longer hides what comes after it until it is unfolded. chosen: a screen or so */
const longestOpen = 60

/** A change with its fields, to be unfolded. */
const unfolded = (entry: Entry, hunks: Iterable<Hunk>, room: number, open: boolean): string => {
  const summary = `<b>${entry.badge}</b> ${htmlCode(entry.title)} ${htmlCode(entry.note)}`
  const places = entry.places.length > 0 ? namesIn(entry.places, Math.max(600, room / 4)) : ''
  const said = sentences(entry, room / 4)
  const rest = room - summary.length - places.length - said.length - 200
  // A fence of a text full of backticks is as long as they are.
  const lines = fitting(linesOf(hunks), rest * 0.7, '… and more')
  const shorter = fenced(lines, 'diff').length > rest ? fitting(lines, rest * 0.3, '… and more') : lines
  const parts = [places, said, fenced(shorter, 'diff')].filter(Boolean)
  return [`<details${open && shorter.length <= longestOpen ? ' open' : ''}><summary>${summary}</summary>`, ...parts, '</details>'].join(
    '\n\n',
  )
}

/** One thing in a given room, or nothing when that is too small. */
export const detail = (entry: Entry, room: number, open: boolean): string => {
  const bare = `- ${badge(entry)}`
  if (bare.length > room) return ''
  // Of what goes, the names are read; all of it is in the other forms.
  const hunks = entry.badge === 'removed' ? undefined : entry.hunks
  const text = hunks ? unfolded(entry, hunks(), room, open) : item(entry, room)
  return text.length <= room ? text : bare
}
