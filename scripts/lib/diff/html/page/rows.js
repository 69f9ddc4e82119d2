import { button, el } from './dom.js'

/** @typedef {import('../page-data.ts').PageRow} Row */
/** @typedef {{ old?: string | undefined, next?: string | undefined, at?: string }} Line an old and a new text that stand in for each other; equal for context */

/** So many rows are made at once. */
const step = 400

/**
 * The texts of the rows with a sign that follow one another.
 * @param {Row[]} rows @param {number} from @param {string} sign
 */
const run = (rows, from, sign) => {
  let end = from
  while (rows[end]?.[0] === sign) end++
  return rows.slice(from, end).map(([, text]) => text)
}

/**
 * Rows as lines of two sides: what is removed stands beside what is added right after it.
 * @param {Row[]} rows
 * @returns {Line[]}
 */
export const paired = rows => {
  /** @type {Line[]} */
  const lines = []
  for (let i = 0; i < rows.length; ) {
    const [sign, text] = /** @type {Row} */ (rows[i])
    if (sign === '@' || sign === ' ') {
      lines.push(sign === '@' ? { at: text } : { old: text, next: text })
      i++
      continue
    }
    const old = run(rows, i, '-')
    const next = run(rows, i + old.length, '+')
    i += old.length + next.length
    for (let n = 0; n < Math.max(old.length, next.length); n++) lines.push({ old: old[n], next: next[n] })
  }
  return lines
}

/**
 * Where two texts differ: the length of their common beginning and end.
 * @param {string} a @param {string} b
 */
export const common = (a, b) => {
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start++
  let end = 0
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return { start, end }
}

/**
 * One side's text, what differs from the other side marked when something is alike at all.
 * @param {string} text @param {string | undefined} other
 */
const marked = (text, other) => {
  if (other === undefined) return [text]
  const { start, end } = common(text, other)
  const middle = text.slice(start, text.length - end)
  if (start + end < 3 || middle === '') return [text]
  return [text.slice(0, start), el('mark', '', middle), text.slice(text.length - end)]
}

/** @param {string} name @param {string} sign @param {string | undefined} text @param {string | undefined} other */
const cell = (name, sign, text, other) => {
  if (text === undefined) return el('div', 'row empty')
  const mark = el('span', 'sign', sign)
  mark.ariaHidden = 'true'
  const tag = name === 'removed' ? 'del' : name === 'added' ? 'ins' : 'div'
  return el(tag, `row ${name}`, mark, el('span', 'text', ...marked(text, other)))
}

/** @param {Line} line */
const isChange = ({ old, next, at }) => at === undefined && old !== next

/**
 * Two columns: each line's old and new text side by side.
 * @param {Line[]} lines
 */
const splitCells = lines =>
  lines.flatMap(line => {
    const { old, next, at } = line
    if (at !== undefined) return [el('div', 'row at', at)]
    if (!isChange(line)) return [cell('same', ' ', old, undefined), cell('same', ' ', next, undefined)]
    return [cell('removed', '−', old, next), cell('added', '+', next, old)]
  })

/**
 * One column: all that is removed in a run, then all that is added.
 * @param {Line[]} lines
 */
const unifiedCells = lines => {
  /** @type {HTMLElement[]} */
  const cells = []
  /** @type {HTMLElement[]} */
  const added = []
  for (const line of lines) {
    const { old, next, at } = line
    if (isChange(line)) {
      if (old !== undefined) cells.push(cell('removed', '−', old, next))
      if (next !== undefined) added.push(cell('added', '+', next, old))
    } else cells.push(...added.splice(0), at === undefined ? cell('same', ' ', old, undefined) : el('div', 'row at', at))
  }
  return [...cells, ...added]
}

/**
 * Rows of a hunk, the first of them; a button makes the next.
 * @param {Row[]} rows @param {boolean} split
 */
export const rowsElement = (rows, split) => {
  const lines = paired(rows)
  const box = el('div', split ? 'rows split' : 'rows')
  let made = 0
  const more = button('more', () => add(), '')
  const add = () => {
    more.remove()
    const some = lines.slice(made, made + step)
    box.append(...(split ? splitCells(some) : unifiedCells(some)))
    made = Math.min(lines.length, made + step)
    if (made < lines.length) {
      more.textContent = `Show more (${(lines.length - made).toLocaleString('en')} lines left)`
      box.append(more)
    }
  }
  add()
  return box
}
