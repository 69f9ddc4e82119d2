import { createHash } from 'node:crypto'
import type { ObjectPair, UnitPair } from './comparison.ts'
import type { FieldChange, Folded, ObjectChange } from './data.ts'
import { appOf } from './images.ts'

type Member = { unit: string; change: ObjectChange }
/** Something that changed in the same way in some objects. */
type Group = { change: ObjectChange['change']; whole: boolean; fields: FieldChange[]; members: Member[] }

/**
 * Equal changes as one with its objects. Fields that changed in the same objects stand together; a field that only some share stands alone.
 * The exceptions come first: what touches the fewest units, so that one that differs isn't lost among a hundred that don't.
 */
export const fold = (units: readonly UnitPair[]): Folded[] => {
  const groups = new Map<string, Group>()
  const number = new Map<Member, number>()
  const add = (key: string, member: Member, fields: readonly FieldChange[], whole: boolean): void => {
    const group = groups.get(key)
    if (group) group.members.push(member)
    else groups.set(key, { change: member.change.change, whole, fields: [...fields], members: [member] })
  }
  for (const unitPair of units)
    for (const pair of unitPair.pairs) {
      if (!pair.change) continue
      const member = { unit: unitPair.unit.name, change: pair.change }
      number.set(member, number.size)
      if (isWhole(unitPair)) add(`${pair.change.change} ${appOf(unitPair.unit)}`, member, [], true)
      else for (const [key, fields] of parts(pair, pair.change)) add(key, member, fields, false)
    }
  return joined([...groups.values()], number)
    .map(toFolded)
    .sort((a, b) => rank(a) - rank(b) || unitsOf(a) - unitsOf(b) || a.objects.length - b.objects.length)
}

/** A unit that comes or goes, with all its objects. */
const isWhole = ({ base, head, pairs }: UnitPair): boolean => (base ?? head) !== undefined && (!base || !head) && pairs.length > 0

const hash = (text: string): string => createHash('sha256').update(text).digest('base64')

/** What changed in an object, part by part, each with a key that equal changes share. What follows generated names is one part. */
const parts = (pair: ObjectPair, { change, fields }: ObjectChange): [string, readonly FieldChange[]][] => {
  if (change === 'created' || change === 'removed') return [[hash(`${change} ${bodyOf(pair)}`), fields]]
  const noise = fields.filter(field => field.noise)
  const said = fields.filter(field => !field.noise)
  const own = said.map((field): [string, FieldChange[]] => [hash(`${change} ${JSON.stringify(field)}`), [field]])
  return noise.length > 0 ? [...own, [`${change} noise`, noise]] : own
}

/** An object as text, the same for two that differ in their namespace alone. */
const bodyOf = ({ base, head }: ObjectPair): string => {
  const whole = head ?? base
  const namespace = whole?.metadata.namespace
  const text = JSON.stringify({ ...whole, metadata: { ...whole?.metadata, namespace: undefined } })
  return namespace ? text.replaceAll(JSON.stringify(namespace), '"<namespace>"') : text
}

/** Groups of the same objects as one; a reference alone never joins what is said. */
const joined = (groups: readonly Group[], number: ReadonlyMap<Member, number>): Group[] => {
  const byMembers = new Map<string, Group>()
  for (const group of groups) {
    const noise = group.fields.some(field => field.noise) ? 'noise' : ''
    const key = hash(`${group.change} ${noise} ${group.members.map(member => number.get(member)).join()}`)
    const known = byMembers.get(key)
    if (known) known.fields.push(...group.fields)
    else byMembers.set(key, { ...group, fields: [...group.fields] })
  }
  return [...byMembers.values()]
}

/** References to generated names come last. */
const rank = ({ fields }: Folded): number => (fields.length > 0 && fields.every(({ noise }) => noise) ? 1 : 0)
const unitsOf = ({ objects }: Folded): number => new Set(objects.map(({ unit }) => unit)).size

const toFolded = ({ change, whole, fields, members }: Group): Folded => ({
  change,
  ...(whole ? { whole } : {}),
  fields,
  objects: members.map(({ unit, change: { id, from } }) => ({ unit, id, ...(from ? { from } : {}) })),
})
