import { cardParts, heightOf, textOf, toneOf } from './card.js'
import { byId, el } from './dom.js'
import { head } from './head.js'
import { onKeys } from './keys.js'
import { startTheme, toggleTheme } from './theme.js'
import { tree } from './tree.js'

/** @typedef {import('../page-data.ts').PageData} Data */
/** @typedef {Data['cards'][number]} Card */
/** @typedef {{ card: Card, element: HTMLElement, filled: boolean, text?: string }} Shown */

const data = /** @type {Data} */ (JSON.parse(byId('data').textContent ?? ''))
const state = { unit: '', text: '', split: false }

/** @type {Shown[]} */
const shown = data.cards.map(card => ({ card, element: el('article', ''), filled: false }))
const byElement = new Map(shown.map(one => [/** @type {Element} */ (one.element), one]))

/** @param {Shown} one */
const fill = one => {
  one.filled = true
  one.element.style.minHeight = ''
  one.element.replaceChildren(...cardParts(one.card, state.split))
  one.element.setAttribute('aria-labelledby', `${one.card.id}-title`)
}

const near = new IntersectionObserver(
  entries => {
    for (const { target, isIntersecting } of entries) {
      const one = byElement.get(target)
      if (isIntersecting && one && !one.filled) fill(one)
    }
  },
  { rootMargin: '1000px' },
)

const sections = data.sections.map(({ id, title }) => {
  const count = el('span', 'count', '')
  const heading = el('h2', '', title, ' ', count)
  heading.id = id
  const own = shown.filter(({ card }) => card.section === id)
  return { own, count, element: el('section', '', heading, ...own.map(({ element }) => element)) }
})

/** @param {Shown} one */
const matches = one => {
  const { unit, text } = state
  if (unit && !one.card.units.some(name => name === unit || name.startsWith(`${unit}/`))) return false
  if (!text) return true
  one.text ??= textOf(one.card)
  return one.text.includes(text)
}

const apply = () => {
  for (const { own, count, element } of sections) {
    let visible = 0
    for (const one of own) {
      const match = matches(one)
      one.element.hidden = !match
      if (match) visible++
    }
    element.hidden = visible === 0
    count.textContent = visible.toLocaleString('en')
  }
  const visible = shown.filter(({ element }) => !element.hidden).length
  byId('shown').textContent = `${visible.toLocaleString('en')} of ${shown.length.toLocaleString('en')}`
  byId('nothing').hidden = visible > 0 || shown.length === 0
}

/** @param {string} unit */
const choose = unit => {
  state.unit = unit
  select(unit)
  apply()
  if (scrollY > byId('cards').offsetTop) byId('cards').scrollIntoView()
}

const { parts, select } = tree(data, choose)

/** @param {Shown} one */
const go = one => {
  if (!one.filled) fill(one)
  one.element.focus({ preventScroll: true })
  one.element.scrollIntoView({ block: 'start' })
  history.replaceState(null, '', `#${one.card.id}`)
}

/** @param {1 | -1} by */
const move = by => {
  const visible = shown.filter(({ element }) => !element.hidden)
  const at = visible.findIndex(({ element }) => element === document.activeElement || element.contains(document.activeElement))
  const next = visible[at < 0 ? (by > 0 ? 0 : visible.length - 1) : at + by]
  if (next) go(next)
}

const toSearch = () => byId('search').focus()
const clear = () => {
  const search = /** @type {HTMLInputElement} */ (byId('search'))
  search.value = state.text = ''
  search.blur()
  choose('')
}

const toggleSplit = () => {
  state.split = !state.split
  byId('split').ariaPressed = String(state.split)
  for (const one of shown) if (one.filled) fill(one)
}

const start = () => {
  head(data)
  byId('tree').append(...parts)
  for (const { card, element } of shown) {
    element.id = card.id
    element.tabIndex = -1
    if (card.section === 'dangers' || card.section === 'broken') element.className = toneOf(card)
    element.style.minHeight = `${heightOf(card) * 1.45}em`
  }
  byId('cards').append(...sections.map(({ element }) => element))
  apply()
  for (const { element } of shown) near.observe(element)
}

start()
startTheme()
if (matchMedia('(max-width: 800px)').matches) byId('side').removeAttribute('open')
byId('search').addEventListener('input', event => {
  state.text = /** @type {HTMLInputElement} */ (event.target).value.trim().toLowerCase()
  apply()
})
for (const [id, act] of Object.entries({ next: () => move(1), previous: () => move(-1), split: toggleSplit, theme: toggleTheme, clear }))
  byId(id).addEventListener('click', act)
onKeys({ j: () => move(1), k: () => move(-1), '/': toSearch, s: toggleSplit, t: toggleTheme, Escape: clear })
const linked = shown.find(({ card }) => `#${card.id}` === location.hash)
if (linked) go(linked)
