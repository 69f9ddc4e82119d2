import type { Report } from '../data.ts'
import { type Entry, entriesOf, type Section, sectionTitles } from '../entries.ts'
import { contents, itemsOf } from './contents.ts'
import { detail } from './details.ts'
import { footLines, headLines } from './head.ts'

/** GitHub takes no longer comment. */
export const longestComment = 65_536

/** No detail is given less room while there is some, so that a huge one doesn't crowd out the rest. */
const least = 1500
/** A note that something is left out, with a longer one in reserve. */
const noteRoom = 600

/** Things of one section as text within a room, and how many of them didn't fit. */
const sectionText = (entries: readonly Entry[], room: number, open: boolean): { text: string; left: number } => {
  const [first] = entries
  if (!first) return { text: '', left: 0 }
  const parts = [`#### ${sectionTitles[first.section]}`]
  let rest = room - (parts[0]?.length ?? 0)
  let left = 0
  for (const [i, entry] of entries.entries()) {
    const share = Math.max(least, rest / (entries.length - i))
    const text = detail(entry, Math.min(rest - 2, share), open)
    if (text === '') left++
    else {
      parts.push(text)
      rest -= text.length + 2
    }
  }
  return { text: parts.length > 1 ? parts.join('\n\n') : '', left }
}

/**
 * A report as Markdown for a comment: never longer than `limit` characters, with every changed unit named, or in a named range, whatever
 * the input; details are cut, and a note says where the rest is.
 * @param report redacted; @param where Markdown of ours that says where the whole report is, like a link with a comma
 */
export const diffMarkdown = (report: Report, { limit = longestComment, where = '' }: { limit?: number; where?: string } = {}): string => {
  const entries = Map.groupBy(entriesOf(report), ({ section }) => section)
  const [head, foot] = [headLines(report), footLines(report, where)]
  let room = limit - head.length - foot.length - noteRoom
  const left: string[] = []
  const add = (section: Section, share: number): string => {
    const some = entries.get(section) ?? []
    const { text, left: missing } = sectionText(some, share, (section === 'changes' || section === 'broken') && some.length <= 3)
    if (missing > 0) left.push(`${missing} of ${some.length} in “${sectionTitles[section]}”`)
    room -= text.length + 2
    return text
  }
  const dangers = add('dangers', room / 3)
  const items = itemsOf(report)
  const list = items.length > 0 ? `#### Where\n\n${contents(items, Math.floor(room * 0.6) - 20)}` : ''
  room -= list.length + 2
  const details = (Object.keys(sectionTitles) as Section[])
    .slice(1)
    .map((section, i, all) => add(section, i < all.length - 1 ? room * 0.8 : room))
  const parts = [
    head,
    dangers,
    list,
    ...details,
    ...(left.length > 0 ? [`Left out here for its length: ${left.join(', ')}.`] : []),
    '---',
    foot,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
