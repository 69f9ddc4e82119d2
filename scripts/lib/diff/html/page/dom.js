/**
 * An element with text and elements in it. Text is only ever text: nothing here, or on this page, parses HTML.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} name its class
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const el = (tag, name, ...children) => {
  const element = document.createElement(tag)
  if (name) element.className = name
  element.append(...children)
  return element
}

/**
 * An element of the page that is always there.
 * @param {string} id
 */
export const byId = id => /** @type {HTMLElement} */ (document.getElementById(id))

/**
 * A button that does something.
 * @param {string} name
 * @param {() => void} act
 * @param {(Node | string)[]} children
 */
export const button = (name, act, ...children) => {
  const element = el('button', name, ...children)
  element.type = 'button'
  element.addEventListener('click', act)
  return element
}

/** @param {number} count @param {string} one */
export const plural = (count, one) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`
