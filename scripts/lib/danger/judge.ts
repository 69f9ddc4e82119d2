import type { Danger } from '../diff/data.ts'
import { access } from './access.ts'
import { admission } from './admission.ts'
import { annotations } from './annotations.ts'
import { applications } from './applications.ts'
import { argoCd } from './argo-cd.ts'
import { availability } from './availability.ts'
import type { Change } from './change.ts'
import { configuration } from './configuration.ts'
import { definitions } from './definitions.ts'
import { exposure } from './exposure.ts'
import { floating } from './floating.ts'
import { guardRules } from './guards.ts'
import { images } from './images.ts'
import { immutable } from './immutable.ts'
import { names } from './names.ts'
import { network } from './network.ts'
import { placement } from './placement.ts'
import { places } from './places.ts'
import { removal } from './removal.ts'
import { replicaRules } from './replicas.ts'
import { resources } from './resources.ts'
import type { DangerRule, Family, Said } from './rule.ts'
import { secrets } from './secrets.ts'
import { security } from './security.ts'
import { selectors } from './selectors.ts'
import { sets } from './sets.ts'
import { sources } from './sources.ts'
import { togetherRules } from './together.ts'
import { traffic } from './traffic.ts'

const families: readonly Family[] = [
  ...[applications, sets, places, guardRules, annotations, argoCd],
  ...[removal, definitions, names, selectors, immutable, replicaRules, availability, images],
  ...[sources, floating, togetherRules, configuration, secrets, traffic, exposure],
  ...[admission, network, access, security, resources, placement],
]

/** Every danger rule by its code, in order. */
export const dangerRules: Readonly<Record<string, DangerRule>> = Object.fromEntries(
  families.flatMap(({ rules }) => Object.entries(rules)).sort(([a], [b]) => (a < b ? -1 : 1)),
)

const toDanger = ({ code, ...said }: Said): Danger => {
  const { name, severity, why, fix, more } = dangerRules[code] as DangerRule
  return { rule: code, name, severity, ...said, why, fix, more }
}

/** What the rules say of a change: what blocks first, then by rule; each thing once. */
export const dangersOf = (change: Change): Danger[] => {
  const found = families.flatMap(family => family.judge(change)).map(toDanger)
  const once = new Map(found.map(one => [JSON.stringify([one.rule, one.unit, one.object, one.path, one.file, one.problem]), one]))
  const rank = ({ severity, rule }: Danger): string => `${severity === 'blocks' ? 0 : 1}${rule}`
  return [...once.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0))
}
