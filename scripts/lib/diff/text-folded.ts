import { inline } from '../failure.ts'
import type { Folded, ObjectId } from './data.ts'
import { idText } from './identity.ts'
import { cut, fieldLines, type Pen } from './text-fields.ts'

export const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

/** Names side by side, in lines of the terminal's width. */
export const wrapped = (names: readonly string[], indent: string, width: number): string[] => {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + name.length + 2 <= width) lines[lines.length - 1] = `${last}, ${name}`
    else lines.push(`${indent}${name}`)
  }
  return lines.map((line, i) => (i < lines.length - 1 ? `${line},` : line))
}

const style = { created: 'green', removed: 'red', changed: 'yellow', renamed: 'magenta', moved: 'magenta' } as const

/** So many objects are named in the first line. */
const most = 3

/** What the objects are called: by their names when they are few, else how many of each kind. */
export const subject = (objects: readonly { id: ObjectId }[]): string => {
  const names = [...new Set(objects.map(({ id }) => idText(id)))]
  if (names.length === 1) return names[0] ?? ''
  const kinds = new Map<string, number>()
  for (const { id } of objects) kinds.set(id.kind, (kinds.get(id.kind) ?? 0) + 1)
  return names.length <= most ? names.join(', ') : [...kinds].map(([kind, n]) => (n === 1 ? kind : `${n} × ${kind}`)).join(', ')
}

/** One change with the objects it is in. */
export const foldedLines = ({ change, whole, fields, objects }: Folded, pen: Pen): string[] => {
  const [first] = objects
  if (!first) return []
  const units = [...new Set(objects.map(({ unit }) => unit))]
  const place = units.length === 1 ? `in ${units[0]}` : `in ${plural(units.length, 'unit')}`
  const head = `${pen.paint(style[change], change.padEnd(8))} ${inline(subject(objects))}  ${inline(place)}`
  const from =
    change === 'renamed' || change === 'moved'
      ? objects.map(({ from, id }) => cut(`    was ${inline(from ? idText(from, true) : '')}, is ${inline(idText(id, true))}`, pen))
      : []
  const list = units.length > 1 || whole ? wrapped(members(objects), '    ', pen.width).map(line => pen.paint('dim', inline(line))) : []
  return [head, ...list, ...from, ...(change === 'removed' ? [] : fieldLines(fields, pen))]
}

/** Each unit with its objects, but for one object of one kind in each. */
export const members = (objects: Folded['objects']): string[] => {
  const units = [...new Set(objects.map(({ unit }) => unit))]
  if (units.length === objects.length && new Set(objects.map(({ id }) => id.kind)).size === 1) return units
  const byUnit = new Map<string, string[]>()
  for (const { unit, id } of objects) byUnit.set(unit, [...(byUnit.get(unit) ?? []), idText(id)])
  return [...byUnit].map(([unit, ids]) => `${unit} (${ids.length > 3 ? plural(ids.length, 'object') : ids.join(', ')})`)
}
