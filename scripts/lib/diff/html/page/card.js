import { el, plural } from './dom.js'
import { rowsElement } from './rows.js'

/** @typedef {import('../page-data.ts').PageCard} Card */

/** More places than this are folded. */
const placesShown = 8

/** @param {string[]} places */
const placesElement = places => {
  const list = el('ul', 'places', ...places.map(place => el('li', '', place)))
  if (places.length <= placesShown) return list
  return el('details', '', el('summary', '', plural(places.length, 'place')), list)
}

/**
 * A path that may go on in the next line after each of its steps.
 * @param {string} title
 */
const breakable = title => title.split(/(?<=[.\]])(?=[\w[])/).flatMap((part, i) => (i === 0 ? [part] : [el('wbr', ''), part]))

/** @param {import('../page-data.ts').PageHunk} hunk @param {boolean} split */
const hunkElement = ({ title, note, rows }, split) => {
  const parts = [
    ...(title ? [el('h4', '', ...breakable(title))] : []),
    ...(note ? [el('p', 'noise', note)] : []),
    ...(rows.length > 0 ? [rowsElement(rows, split)] : []),
  ]
  return el('div', 'hunk', ...parts)
}

/** @param {string} line */
const lineElement = line => {
  const [, label, text = ''] = /^(Why|Safely|Read on): (.*)$/s.exec(line) ?? []
  return label ? el('li', 'rule', el('strong', '', label), ` ${text}`) : el('li', '', line)
}

/**
 * What a card is filled with once it comes near the screen.
 * @param {Card} card @param {boolean} split
 */
export const cardParts = (card, split) => {
  const link = el('a', 'link', '#')
  link.href = `#${card.id}`
  link.ariaLabel = `Link to ${card.title}`
  const title = el('h3', '', el('span', `badge ${toneOf(card)}`, card.badge), ' ', el('span', 'name', card.title))
  title.id = `${card.id}-title`
  return [
    el('header', '', title, el('span', 'note', card.note), link),
    ...(card.lines.length > 0 ? [el('ul', 'lines', ...card.lines.map(lineElement))] : []),
    ...(card.places.length > 0 ? [placesElement(card.places)] : []),
    ...card.hunks.map(hunk => hunkElement(hunk, split)),
  ]
}

/** @type {Record<string, string>} */
const tones = {
  ...{ blocks: 'bad', removed: 'bad', orphaned: 'bad', "can't be built": 'bad', warns: 'warn', changed: 'warn', synced: 'warn' },
  ...{ differs: 'warn', created: 'good', added: 'good', acknowledged: 'good' },
}

/** @param {Card} card */
export const toneOf = ({ badge }) => tones[badge] ?? 'other'

/**
 * How high a card will be, roughly, in lines: what scrolls past before it is filled must not jump.
 * @param {Card} card
 */
export const heightOf = ({ lines, places, hunks }) =>
  3 + lines.length + Math.min(places.length, 2) + hunks.reduce((sum, { rows }) => sum + 1.5 + Math.min(rows.length, 400), 0)

/**
 * All that a search looks at.
 * @param {Card} card
 */
export const textOf = card =>
  [card.badge, card.title, card.note, ...card.lines, ...card.places, ...card.units, ...card.hunks.flatMap(hunkText)]
    .join('\n')
    .toLowerCase()

/** @param {import('../page-data.ts').PageHunk} hunk */
const hunkText = ({ title, note, rows }) => [title, note, ...rows.map(([, text]) => text)]
