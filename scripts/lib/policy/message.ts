/** What one policy message says: each field that is wrong, and the sentence that mends them. */
export type Violation = { path: (string | number)[]; value: string; fix: string }

/**
 * Takes a message of our policies apart: `path = value[; path = value]…: fix`. Undefined for a message in any other form.
 * @example violationsOf('spec.containers[0].image = a:latest: give it an exact tag')
 */
export const violationsOf = (message: string): Violation[] | undefined => {
  const end = message.indexOf(': ')
  if (end < 0) return undefined
  const fix = message.slice(end + 2)
  const fields = message
    .slice(0, end)
    .split('; ')
    .map(field => /^(\S+) = (.*)$/s.exec(field))
  const violations = fields.flatMap(field => (field ? [{ path: pathOf(field[1] as string), value: field[2] as string, fix }] : []))
  return violations.length === fields.length ? violations : undefined
}

/** The steps of `spec.containers[0].labels["a.b/c"]`. */
const pathOf = (text: string): (string | number)[] =>
  [...text.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, key, index, name]) => key ?? (index === undefined ? name : Number(index)) ?? '',
  )
