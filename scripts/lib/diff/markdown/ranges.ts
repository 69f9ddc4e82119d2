import { code } from './escape.ts'

/** Names that follow one another: the first, the last, and how many. */
export type Range = { first: string; last: string; count: number }

const numbers = /\d+/g
const byNumber = new Intl.Collator('en', { numeric: true })
export const sortNames = (names: readonly string[]): string[] => [...names].sort(byNumber.compare)

/** The name that comes next when a number in a name grows by one, for each number in it, as it is written. */
const nextNames = (name: string): string[] =>
  [...name.matchAll(numbers)].flatMap(({ 0: digits, index }) => {
    if (digits.length > 15) return []
    const next = String(Number(digits) + 1).padStart(digits.length, '0')
    return [name.slice(0, index) + next + name.slice(index + digits.length)]
  })

/** Sorted names with those that count up by one as one range: `tenant-001` to `tenant-310`. */
export const runsOf = (sorted: readonly string[]): Range[] => {
  const runs: Range[] = []
  for (const name of sorted) {
    const last = runs.at(-1)
    if (last && nextNames(last.last).includes(name)) {
      last.last = name
      last.count++
    } else runs.push({ first: name, last: name, count: 1 })
  }
  return runs
}

/** Sorted names in so many ranges at most, each about as long as the others. */
export const bucketsOf = (sorted: readonly string[], most: number): Range[] => {
  const size = Math.max(1, Math.ceil(sorted.length / Math.max(1, most)))
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, i) => {
    const part = sorted.slice(i * size, (i + 1) * size)
    return { first: part[0] ?? '', last: part.at(-1) ?? '', count: part.length }
  })
}

/** `a` · `b`…`c` (12); names longer than `most` are cut. */
export const rangeText = ({ first, last, count }: Range, most = 200): string =>
  count === 1 ? code(first, most) : `${code(first, most)} … ${code(last, most)} (${count})`

/** Longer lists are shown as runs even where there is room for all. */
const readable = 3000

/** Names in a given room, always all of them: each, in runs, or in ranges with counts. `room` is at least 600. */
export const namesIn = (names: readonly string[], room: number): string => {
  const sorted = sortNames(names)
  const whole = sorted.map(name => code(name, Number.POSITIVE_INFINITY)).join(', ')
  if (whole.length <= Math.min(room, readable)) return whole
  const runs = runsOf(sorted)
    .map(range => rangeText(range, Number.POSITIVE_INFINITY))
    .join(', ')
  if (runs.length <= room) return runs
  // Escapes make names longer, so fewer ranges are tried until they fit.
  for (let most = Math.floor(room / 40); ; most = Math.floor(most / 2)) {
    const text = bucketsOf(sorted, most)
      .map(range => rangeText(range, 60))
      .join(', ')
    if (text.length <= room || most <= 1) return text
  }
}
