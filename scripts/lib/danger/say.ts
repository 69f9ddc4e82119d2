import { isDeepStrictEqual } from 'node:util'
import type { FieldChange, Step } from '../diff/data.ts'
import { fieldChanges } from '../diff/fields.ts'
import { idOf } from '../diff/identity.ts'
import type { Cluster, Placed } from '../set/cluster.ts'
import type { Found } from '../set/family.ts'
import { fields, get, type Path, text } from '../set/fields.ts'
import type { Both, EnvironmentChange } from './change.ts'
import type { Said } from './rule.ts'

/** What a rule says of an object, at a field of it. */
export const of = <C extends string>(code: C, where: Placed, path: readonly Step[], problem: string): Said<C> => ({
  code,
  unit: where.unit,
  object: idOf(where.object),
  ...(path.length > 0 ? { path } : {}),
  problem,
})

/** `Deployment/api` */
export const named = ({ kind, name }: { kind: string; name: string }): string => `${kind}/${name}`

/** The fields below a path that differ in meaning; order and layout don't count. */
export const differs = ({ base, head }: Both, ...path: Path): FieldChange[] =>
  fieldChanges(get(base.object, ...path), get(head.object, ...path), [...path]).filter(
    ({ change }) => change !== 'reordered' && change !== 'formatted',
  )

/** Whether a field differs at all. */
export const changed = ({ base, head }: Both, ...path: Path): boolean =>
  !isDeepStrictEqual(get(base.object, ...path), get(head.object, ...path))

/** An annotation of an object. */
export const annotation = ({ object }: Placed, name: string): string | undefined =>
  text(get(object, 'metadata', 'annotations', name)) ?? undefined

/** The options in a comma-separated annotation of Argo CD: sync-options, compare-options. */
export const optionsOf = (where: Placed, name: string): string[] =>
  (annotation(where, `argocd.argoproj.io/${name}`) ?? '')
    .split(',')
    .map(one => one.trim())
    .filter(Boolean)

/** A value in a message: short, and `nothing` where there is none. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  const said = typeof value === 'string' ? value : JSON.stringify(value)
  return said.length > 80 ? `${said.slice(0, 79)}…` : said
}

/** What some rules over a whole cluster say of head and didn't say of base. */
export const newlyFound = <C extends string>(
  { base, head }: EnvironmentChange,
  judge: (cluster: Cluster) => readonly Found<C>[],
  codes: readonly C[],
): Found<C>[] => {
  const key = ({ code, of: { object }, path }: Found<C>): string => JSON.stringify([code, idOf(object), path])
  const known = new Set(judge(base.cluster).map(key))
  return judge(head.cluster).filter(found => codes.includes(found.code) && !known.has(key(found)))
}

/** The same finding under the code of a danger. */
export const asDanger = <C extends string>(code: C, { of: where, path, problem }: Found): Said<C> =>
  of(code, where, path, `${named(where)} ${problem}`)

/** The keys of a mapping whose value is another on the two sides. */
export const changedKeys = (old: unknown, next: unknown): string[] => {
  const [before, after] = [fields(old), fields(next)]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(key => !isDeepStrictEqual(before[key], after[key]))
}
