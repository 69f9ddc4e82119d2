import { NotRendered } from './renders.ts'
import { look, type See } from './see.ts'
import type { Claim } from './seen.ts'
import { nothing, type World } from './world.ts'

/** Looks at what a requirement speaks of, and throws when it isn't met. */
export type Check = (see: See) => void | Promise<void>

const passes = async (check: Check, world: World): Promise<boolean> => {
  try {
    await check(look(world, []))
    return true
  } catch (error) {
    if (error instanceof NotRendered) throw error
    return false
  }
}

/** Runs a check and returns what it read, each claim once. Throws what the check throws. */
export const claimsOf = async (check: Check, world: World): Promise<Claim[]> => {
  const claims: Claim[] = []
  await check(look(world, claims))
  return [...new Map(claims.map(claim => [claim.what, claim])).values()]
}

/**
 * Why a check that passes on a world proves nothing, or less than it reads: it passes on an empty repository, reads nothing, or still
 * passes when something that it read is gone or has another value. Empty for a sound check.
 */
export const weaknesses = async (check: Check, world: World): Promise<string[]> => {
  const claims = await claimsOf(check, world)
  const weak = new Set<string>()
  if (await passes(check, nothing)) weak.add('passes on an empty repository')
  if (claims.length === 0) weak.add('reads nothing')
  for (const claim of claims) if (await passesAll(check, claim.worlds)) weak.add(`passes ${claim.what}`)
  return [...weak]
}

const passesAll = async (check: Check, worlds: readonly World[]): Promise<boolean> => {
  for (const world of worlds) if (!(await passes(check, world))) return false
  return true
}
