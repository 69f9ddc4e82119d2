import { isMap } from '../diff/fields.ts'
import type { KubeObject } from '../engine.ts'
import { Failure } from '../failure.ts'
import { nearest } from '../nearest.ts'

/** A step as it is typed: a key, a position, or what an item of a list is called by. */
type Typed = string | number | { key: string; value: string }

const step = /^\.?(?:\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[([\w./-]+)=([^\],]+)(?:,[^\]]*)?\]|([^.[\]]+))/

/** Reads a path as reports write it: `spec.template.spec.containers[name=app].image`, `data["app.yaml"]`. Throws a Failure. */
export const parsePath = (text: string): Typed[] => {
  const steps: Typed[] = []
  for (let rest = text; rest !== ''; ) {
    const [whole, quoted, index, key, value, plain] = step.exec(rest) ?? []
    if (whole === undefined || whole === '') throw new Failure(`the field "${text}": write it like spec.containers[name=app].image`)
    if (quoted !== undefined) steps.push(JSON.parse(`"${quoted}"`))
    else if (index !== undefined) steps.push(Number(index))
    else if (key !== undefined && value !== undefined) steps.push({ key, value })
    else if (plain !== undefined) steps.push(plain)
    rest = rest.slice(whole.length)
  }
  return steps
}

/** The path in an object, positions instead of names, and what stands there. Throws a Failure with the keys that are near. */
export const locate = (object: KubeObject, typed: readonly Typed[], text: string): { path: (string | number)[]; value: unknown } => {
  const path: (string | number)[] = []
  let value: unknown = object
  for (const one of typed) {
    const at = keyOf(value, one)
    if (at === undefined) throw new Failure(`${object.kind}/${object.metadata.name} has no field ${text}${hint(value, one)}`)
    path.push(at)
    value = (value as { [key: string | number]: unknown })[at]
  }
  return { path, value }
}

const keyOf = (value: unknown, one: Typed): string | number | undefined => {
  if (Array.isArray(value)) {
    if (typeof one === 'number') return one < value.length ? one : undefined
    const { key, value: wanted } = typeof one === 'string' ? { key: 'name', value: one } : one
    const index = value.findIndex(item => isMap(item) && String(item[key]) === wanted)
    return index < 0 ? undefined : index
  }
  return isMap(value) && typeof one === 'string' && Object.hasOwn(value, one) ? one : undefined
}

const hint = (value: unknown, one: Typed): string => {
  const names = Array.isArray(value)
    ? value.flatMap(item => (isMap(item) && typeof item.name === 'string' ? [item.name] : []))
    : isMap(value)
      ? Object.keys(value)
      : []
  const close = nearest(typeof one === 'object' ? one.value : String(one), names)
  if (close.length > 0) return `; did you mean ${close.join(' or ')}?`
  return names.length > 0 ? `; there are: ${names.slice(0, 12).join(', ')}` : ''
}

/** The object that `Kind/name` means. Throws a Failure with the nearest names. */
export const findObject = (objects: readonly KubeObject[], typed: string): KubeObject => {
  const all = new Map(objects.map(object => [`${object.kind}/${object.metadata.name}`.toLowerCase(), object]))
  const found = all.get(typed.toLowerCase())
  if (found) return found
  const close = nearest(typed.toLowerCase(), [...all.keys()]).map(name => `${all.get(name)?.kind}/${all.get(name)?.metadata.name}`)
  const how = close.length > 0 ? `did you mean ${close.join(' or ')}?` : 'write Kind/name, like Deployment/app'
  throw new Failure(`the unit renders no ${typed}; ${how}`)
}
