import { byId, el, plural } from './dom.js'

/** Up to so many reasons are shown at once. */
const shownAtOnce = 5

/**
 * The page's head and foot: both sides, how much, what isn't here, what it was made from.
 * @param {import('../page-data.ts').PageData} data
 */
export const head = ({ sides, counts, labels, incomplete, facts }) => {
  byId('sides').append(el('code', '', sides[0]), ' → ', el('code', '', sides[1]))
  byId('counts').append(
    ...counts.map(({ count, of, tone }) => el('li', tone, el('strong', '', count.toLocaleString('en')), ` ${of}`)),
    ...labels.map(label => el('li', 'label', label)),
  )
  byId('facts').append(...facts.flatMap(({ name, value }) => [el('dt', '', name), el('dd', '', value)]))
  if (incomplete.length === 0) return
  const summary = el('summary', '', el('strong', '', 'Incomplete'), `: ${plural(incomplete.length, 'thing')} not shown here`)
  const details = el('details', '', summary, el('ul', '', ...incomplete.map(line => el('li', '', line))))
  details.open = incomplete.length <= shownAtOnce
  byId('incomplete').append(details)
  byId('incomplete').hidden = false
}
