import { button, el } from './dom.js'

/** @typedef {import('../page-data.ts').PageData} Data */
/** @typedef {{ cards: Set<string>, units: Map<string, number> }} Group an environment's cards, and how many each of its units has */

/** Up to so many units stand open from the start. */
const few = 40

/**
 * The cards of each environment and unit. A unit without a slash stands for a whole environment.
 * @param {Data['cards']} cards
 */
const groupsOf = cards => {
  /** @type {Map<string, Group>} */
  const groups = new Map()
  for (const { id, units } of cards)
    for (const unit of units) {
      const env = unit.split('/', 1)[0] ?? ''
      const group = groups.get(env) ?? { cards: new Set(), units: new Map() }
      groups.set(env, group)
      group.cards.add(id)
      if (unit !== env) group.units.set(unit, (group.units.get(unit) ?? 0) + 1)
    }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

/**
 * The parts of the report and the tree of units; a click on a name shows what touches it.
 * @param {Data} data
 * @param {(unit: string) => void} choose gets a unit, an environment, or nothing for everything
 * @returns {{ parts: Node[], select: (unit: string) => void }}
 */
export const tree = ({ cards, sections }, choose) => {
  /** @type {Map<string, HTMLButtonElement>} */
  const buttons = new Map()
  let selected = ''
  /** @param {string} unit @param {string} label @param {number} count */
  const choice = (unit, label, count) => {
    const made = button('choice', () => choose(unit), el('span', 'name', label), el('span', 'count', count.toLocaleString('en')))
    made.ariaPressed = String(unit === selected)
    buttons.set(unit, made)
    return made
  }
  const groups = groupsOf(cards)
  const open = groups.reduce((sum, [, { units }]) => sum + units.size, 0) <= few
  /** @param {string} env @param {Group} group */
  const branch = (env, { cards, units }) => {
    const list = el('ul', '')
    const fill = () => {
      if (list.childElementCount > 0) return
      const names = [...units].sort(([a], [b]) => (a < b ? -1 : 1))
      const rows = names.map(([unit, count]) => el('li', '', choice(unit, unit.slice(env.length + 1), count)))
      list.append(el('li', '', choice(env, `all of ${env || 'it'}`, cards.size)), ...rows)
    }
    const details = el(
      'details',
      '',
      el('summary', '', el('span', 'name', env || '(no name)'), el('span', 'count', String(cards.size))),
      list,
    )
    details.addEventListener('toggle', fill)
    details.open = open
    return el('li', '', details)
  }
  const links = sections.map(({ id, title }) => {
    const count = cards.filter(({ section }) => section === id).length
    const link = el('a', 'choice', el('span', 'name', title), el('span', 'count', count.toLocaleString('en')))
    link.href = `#${id}`
    return el('li', '', link)
  })
  const units = el('ul', 'units', el('li', '', choice('', 'Everything', cards.length)), ...groups.map(([env, group]) => branch(env, group)))
  return {
    parts: [el('h2', '', 'Parts'), el('ul', 'parts', ...links), el('h2', '', 'Units'), units],
    select: unit => {
      selected = unit
      for (const [name, made] of buttons) made.ariaPressed = String(name === unit)
    },
  }
}
