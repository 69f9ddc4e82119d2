import { byId } from './dom.js'

const system = matchMedia('(prefers-color-scheme: dark)')
const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark'

const nameTheme = () => {
  byId('theme').textContent = isDark() ? 'Light' : 'Dark'
}

/** The page follows the system until someone chooses. */
export const startTheme = () => {
  nameTheme()
  system.addEventListener('change', nameTheme)
}

/** From dark to light, or back. */
export const toggleTheme = () => {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark'
  nameTheme()
}
