/** What is wrong with a value, or nothing. `at` is where it stands. */
export type Shape = (value: unknown, at: string) => string | undefined

const is =
  (what: string, test: (value: unknown) => boolean): Shape =>
  (value, at) =>
    test(value) ? undefined : `${at} is not ${what}`

const longestText = 4 * 2 ** 20
const deepest = 60

/** Text; not longer than anything that a manifest holds. */
export const text = is('text', value => typeof value === 'string' && value.length <= longestText)
export const count = is('a number', value => typeof value === 'number' && Number.isFinite(value))
export const commit = is('a commit', value => typeof value === 'string' && /^[0-9a-f]{40}$/.test(value))
export const digest = is('a SHA-256', value => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value))
/** A name that stands in labels and tables: an environment, a unit. */
export const oneOf = (...values: readonly unknown[]): Shape => is(`one of ${values.join(', ')}`, value => values.includes(value))

const isShallow = (value: unknown, left: number): boolean =>
  typeof value !== 'object' || value === null || (left > 0 && Object.values(value).every(inner => isShallow(inner, left - 1)))

/** Any JSON that isn't deep enough to exhaust the stack of who walks it. */
export const json = is('JSON of a sane depth', value => isShallow(value, deepest))

export const list =
  (item: Shape, most: number): Shape =>
  (value, at) => {
    if (!Array.isArray(value)) return `${at} is not a list`
    if (value.length > most) return `${at} has more than ${most} items`
    for (const [i, one] of value.entries()) {
      const problem = item(one, `${at}[${i}]`)
      if (problem) return problem
    }
    return undefined
  }

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

export const mapOf =
  (item: Shape): Shape =>
  (value, at) =>
    isMap(value)
      ? firstOf(
          Object.entries(value).map(
            ([key, one]) =>
              () =>
                item(one, `${at}.${key.slice(0, 80)}`),
          ),
        )
      : `${at} is not an object`

const firstOf = (checks: readonly (() => string | undefined)[]): string | undefined => {
  for (const check of checks) {
    const problem = check()
    if (problem) return problem
  }
  return undefined
}

/** An object with these fields; a key with `?` may be absent. Other fields are let through: a newer tool may add some. */
export const object = (fields: Readonly<Record<string, Shape>>): Shape => {
  const known = Object.entries(fields).map(([key, shape]) => ({ key: key.replace('?', ''), optional: key.endsWith('?'), shape }))
  return (value, at) => {
    if (!isMap(value)) return `${at} is not an object`
    for (const { key, optional, shape } of known) {
      const inner = Object.hasOwn(value, key) ? value[key] : undefined
      if (inner === undefined && optional) continue
      const problem = shape(inner, `${at}.${key}`)
      if (problem) return problem
    }
    return undefined
  }
}

/** The first shape that fits. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, at) =>
    shapes.some(shape => shape(value, at) === undefined) ? undefined : `${at} has none of its forms`
