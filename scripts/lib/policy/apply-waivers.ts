import type { Judgement, ObjectId, Rule } from '../check/rule.ts'
import { against, named, type Waiver, type Waivers } from './waivers.ts'

/** What is left after waivers, what is wrong with them, and what the summary says: how many there are and which day the first ends. */
export type Applied = { judgements: Judgement[]; waivers: { count: number; next: string | undefined } }

const day = 24 * 60 * 60 * 1000
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / day

/** The longest a waiver may run, by the environment of its file. */
const longest = (file: string): number => (file.startsWith('overlays/prod/') ? 90 : 180)

/** A waiver of an image without a published digest lasts until there is one. */
const endless = new Set(['image-digest'])

const envOf = (unit: string): string => (unit.startsWith('argo/') ? unit.slice('argo/'.length) : unit.slice(0, unit.indexOf('/')))

/** Of an object that a policy stumbles over nobody knows what it would say. */
const unclear = ({ file, target }: Waiver, { code, unit, object }: Judgement): boolean =>
  code === 'policy-broken' && file.envs.includes(envOf(unit)) && isTarget(target, object)

const isTarget = (target: ObjectId, object: ObjectId | undefined): boolean =>
  object?.kind === target.kind && object.name === target.name && object.namespace === target.namespace

const covers = ({ file, policy, target }: Waiver, { code, unit, object }: Judgement): boolean =>
  code === policy && file.envs.includes(envOf(unit)) && isTarget(target, object)

/**
 * Takes off what waivers cover, and adds what is wrong with the waivers. One that has expired still covers: the finding is the waiver then.
 * @param judgements of every rule that a waiver may name; judging part of them makes the waivers of the rest look unused
 * @param rules by code, of the same families
 * @param date the day (YYYY-MM-DD) on which expiry is judged
 */
export const applyWaivers = (
  judgements: readonly Judgement[],
  { waivers, problems }: Waivers,
  rules: Readonly<Record<string, Rule>>,
  date: string,
): Applied => {
  const valid = waivers.filter(({ policy }) => rules[policy]?.waivable)
  const left = judgements.filter(judgement => !valid.some(waiver => covers(waiver, judgement)))
  const lost = new Set(problems.flatMap(({ code, at }) => (code === 'WAIVER_TARGET' ? (at?.file ?? []) : [])))
  const there = valid.filter(({ file }) => !lost.has(file.file))
  const unused = there.filter(waiver => !judgements.some(judgement => covers(waiver, judgement) || unclear(waiver, judgement)))
  const days = waivers.flatMap(({ expires }) => expires ?? []).sort()
  return {
    judgements: [
      ...left,
      ...problems,
      ...waivers.flatMap(waiver => policyProblems(waiver, rules)),
      ...duplicates(waivers),
      ...waivers.flatMap(waiver => expiryProblems(waiver, date)),
      ...unused.map(({ file, policy, target }) => against(file, 'WAIVER_UNUSED', 'policy', `${named(target)} keeps ${policy}`)),
    ],
    waivers: { count: waivers.length, next: days[0] },
  }
}

const policyProblems = ({ file, policy }: Waiver, rules: Readonly<Record<string, Rule>>): Judgement[] => {
  const rule = rules[policy]
  if (rule === undefined) return [against(file, 'WAIVER_POLICY', 'policy', `there is no rule ${policy}`)]
  return rule.waivable ? [] : [against(file, 'WAIVER_FORBIDDEN', 'policy', `${policy} can't be waived: ${rule.why}`)]
}

const duplicates = (waivers: readonly Waiver[]): Judgement[] => {
  const first = new Map<string, Waiver>()
  return waivers.flatMap(waiver => {
    const { file, policy, target } = waiver
    const same = file.envs.flatMap(env => {
      const id = [env, policy, target.namespace, target.kind, target.name].join('.')
      const other = first.get(id)
      if (other === undefined) first.set(id, waiver)
      return other ?? []
    })[0]
    return same === undefined ? [] : [against(file, 'WAIVER_DUPLICATE', 'target', `${same.file.file} waives the same`)]
  })
}

const expiryProblems = ({ file, policy, expires }: Waiver, date: string): Judgement[] => {
  if (expires === undefined)
    return endless.has(policy) || file.fields.expires !== undefined ? [] : [against(file, 'WAIVER_EXPIRY', undefined, 'expires is missing')]
  if (expires < date) return [against(file, 'WAIVER_EXPIRED', 'expires', `the waiver expired on ${expires}`)]
  const days = daysBetween(date, expires)
  const most = longest(file.file)
  return days > most ? [against(file, 'WAIVER_EXPIRY', 'expires', `expires in ${days} days, the most is ${most}`)] : []
}
