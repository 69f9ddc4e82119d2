import type { Cluster, Placed } from './cluster.ts'
import type { Path } from './fields.ts'

/**
 * A rule over all objects of a cluster. Stance: A is an error in every environment, P in prod and offline and a warning elsewhere, W is a
 * warning.
 */
export type SetRule = { stance: 'A' | 'P' | 'W'; waivable: boolean; why: string; fix: string }

/** What a rule found: in which object, and at which field of it. */
export type Found<C extends string = string> = { code: C; of: Placed; path: Path; problem: string; value?: string; fix?: string }

/** Rules that look at the same things, and what they say of a cluster. */
export type Family<C extends string = string> = { rules: Record<C, SetRule>; judge: (cluster: Cluster) => Found<C>[] }

/** Joins a table of rules with their judge, which may use those codes only. */
export const family = <C extends string>(rules: Record<C, SetRule>, judge: (cluster: Cluster) => Found<NoInfer<C>>[]): Family<C> => ({
  rules,
  judge,
})
