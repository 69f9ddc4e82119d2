/**
 * Keys that work wherever no text is written, without a modifier that the browser or a reader wants.
 * @param {Record<string, () => void>} actions by key
 */
export const onKeys = actions => {
  document.addEventListener('keydown', event => {
    const writing = event.target instanceof HTMLInputElement
    if (event.ctrlKey || event.metaKey || event.altKey || (writing && event.key !== 'Escape')) return
    const act = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined
    if (!act) return
    event.preventDefault()
    act()
  })
}
