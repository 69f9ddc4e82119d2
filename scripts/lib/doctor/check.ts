/** `later`: it isn't there and will be made when it is needed. `warning`: it works, but something will surprise. */
export type State = 'fine' | 'later' | 'warning' | 'missing'

/** What was looked at, what was found, why it matters, and the command or edit that mends it. */
export type Check = { what: string; found: string; state: State; why: string; fix: string }

/** Compares versions like 1.24 and 1.24.9 by number. */
export const isAtLeast = (version: string, least: string): boolean => {
  const [a, b] = [version, least].map(text => text.split('.').map(Number))
  for (let i = 0; i < (b?.length ?? 0); i++) if (a?.[i] !== b?.[i]) return (a?.[i] ?? 0) > (b?.[i] ?? 0)
  return true
}

/** Bytes for a person. */
export const size = (bytes: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10))
  return `${Number((bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1))} ${units[power]}`
}
