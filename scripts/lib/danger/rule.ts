import type { Danger, ObjectId, Step } from '../diff/data.ts'
import type { Change } from './change.ts'

/** What is said of a rule wherever it is named. `signal`: what it looks for; `fix`: how to do it safely; `more`: where to read on. */
export type DangerRule = { name: string; severity: Danger['severity']; signal: string; why: string; fix: string; more: string }

/** What a rule found: where, as a unit with an object and a field of it, or as a file. */
export type Said<C extends string = string> = {
  code: C
  unit?: string
  object?: ObjectId
  path?: readonly Step[]
  file?: string
  problem: string
}

/** Rules that look at the same things, and what they say of a change. They never throw for bad input. */
export type Family<C extends string = string> = { rules: Record<C, DangerRule>; judge: (change: Change) => Said<C>[] }

/** Joins a table of rules with their judge, which may use those codes only. */
export const family = <C extends string>(rules: Record<C, DangerRule>, judge: (change: Change) => Said<NoInfer<C>>[]): Family<C> => ({
  rules,
  judge,
})
