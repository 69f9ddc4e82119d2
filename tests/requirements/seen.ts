import { leaves, locate, put, type Step } from './path.ts'
import type { World } from './world.ts'

/**
 * What a check relies on, written down by the reading itself. A sound check fails in at least one of the worlds of each claim,
 * because there the thing is gone, or is something else.
 */
export type Claim = { what: string; worlds: World[] }

/** A rendered object or a YAML file. What is read from it is claimed. */
export type Seen = {
  id: string
  /** The object as it is, to hand on to a judge. Reading it claims nothing. */
  whole: unknown
  /** A field whose value the check asserts, whole: any other value in any part of it must fail the check. Throws when it isn't there. */
  get: <T = unknown>(path: string) => T
  /** A field of which the check needs a part, or the existence. Throws when it isn't there. */
  some: <T = unknown>(path: string) => T
  /** A field that may be absent, but whose value the check asserts where it is there. */
  maybe: <T = unknown>(path: string) => T | undefined
  /** Throws when the field is there. */
  none: (path: string) => void
}

/** Values of the same type that a check of this scalar must refuse; it may accept some of them (a bound), not all. */
const others = (leaf: unknown): unknown[] => {
  if (typeof leaf === 'number') return [leaf + 1, leaf - 1, 1e9, -1e9]
  if (typeof leaf === 'boolean') return [!leaf]
  // A quantity or duration stays one: that it can't be parsed any more would fail a check that asserts nothing of it.
  if (/^\d+(\.\d+)?[a-zA-Z]{0,2}$/.test(String(leaf))) return [`9${leaf}`, String(leaf).replace(/^[\d.]+/, '0')]
  return ['changed', `${leaf} changed`]
}

/** A value to read from. `world` makes the world in which it is another one. */
export const seen = (id: string, value: unknown, claims: Claim[], world: (changed: unknown) => World): Seen => {
  const instead = (steps: readonly Step[], to: unknown): World => world(put(value, steps, to))
  const present = (path: string): unknown => {
    const { steps, found } = locate(value, path)
    if (found === undefined) throw new Error(`${id}: ${path} is not there`)
    claims.push({ what: `${id}: without ${path}`, worlds: [instead(steps, undefined)] })
    return found
  }
  const otherwise = (path: string): unknown => {
    const { steps, found } = locate(value, path)
    for (const { steps: inner, leaf } of found === undefined ? [] : leaves(found)) {
      const worlds = others(leaf).map(other => instead([...steps, ...inner], other))
      claims.push({ what: `${id}: another value of ${[path, ...inner].join('.')}`, worlds })
    }
    return found
  }
  return {
    id,
    whole: value,
    get: <T>(path: string): T => {
      present(path)
      return otherwise(path) as T
    },
    some: <T>(path: string): T => present(path) as T,
    maybe: <T>(path: string): T | undefined => otherwise(path) as T | undefined,
    none: path => {
      const { steps, found } = locate(value, path)
      if (found !== undefined) throw new Error(`${id}: ${path} is there: ${JSON.stringify(found)}`)
      if (!steps.includes(-1)) claims.push({ what: `${id}: with ${path}`, worlds: [instead(steps, 'added')] })
    },
  }
}
