import leven from 'leven'

/** The names closest to a mistyped one, best first, at most three; none when nothing is near. */
export const nearest = (typed: string, names: readonly string[]): string[] =>
  names
    .map(name => ({ name, distance: name.includes(typed) ? 1 : leven(typed, name) }))
    .filter(({ distance }) => distance <= Math.max(2, typed.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name)
