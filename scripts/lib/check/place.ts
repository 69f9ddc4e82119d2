import type { Position } from '../findings.ts'
import { originOf } from '../origin/origin.ts'
import { kustomizationIn } from '../sources/kustomization.ts'
import { closuresOf } from '../tree/closure.ts'
import type { JudgedUnit, Judgement, ObjectId, World } from './rule.ts'

type Path = readonly (string | number)[]

/** Finds for a judgement the line to be mended: its own, the source line that sets the field, or the unit's kustomization. */
export const placeOf = (world: World): ((judgement: Judgement) => Position) => {
  const units = new Map(world.units.map(one => [one.unit.name, one]))
  const closure = closuresOf(world)
  return ({ at, unit, object, path }) => {
    if (at) return at
    const built = units.get(unit)
    if (!built) return { file: unit }
    const folder = built.unit.path
    const find = (): { at?: Position } => {
      const origin = object && originOf(world.read, folder, object, intoSingle(built, object, path ?? []))
      return origin ? { at: origin.at } : {}
    }
    const place = world.memo ? world.memo.of(['place', closure(built), object, path], find) : find()
    return place.at ?? { file: kustomizationIn(world.read, folder)?.file ?? folder }
  }
}

/** What has one entry is at fault by that entry: a selector's only label is a better place than the selector. */
const intoSingle = ({ objects }: JudgedUnit, { kind, name, namespace }: ObjectId, path: Path): Path => {
  const object = objects.find(one => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace)
  let value = path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined | null)?.[key], object)
  const longer = [...path]
  while (path.length > 0 && typeof value === 'object' && value !== null) {
    const [[key, inner] = [], second] = Object.entries(value)
    if (key === undefined || second) break
    longer.push(Array.isArray(value) ? 0 : key)
    value = inner
  }
  return longer
}
