import { inline } from '../failure.ts'
import type { Danger } from './data.ts'
import { stateOf } from './entries-danger.ts'
import { idText } from './identity.ts'
import { pathText } from './path-text.ts'
import { cut, type Pen } from './text-fields.ts'

const style = { blocks: 'red', warns: 'yellow', acknowledged: 'dim' } as const

/** How many places of a rule stand in the report; the rest is a number. */
const most = 12

const placeOf = ({ unit, object, path, file }: Danger): string =>
  [unit ?? file, object && idText(object, true), path && pathText(path)].filter(Boolean).join(' ')

/** What the danger rules say, one block for a rule: where, why, and how to do it safely. */
export const dangerLines = (dangers: readonly Danger[], pen: Pen): string[] =>
  [...Map.groupBy(dangers, danger => `${danger.rule} ${stateOf(danger)}`).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const state = stateOf(first)
    const head = `${pen.paint(style[state], `${state === 'acknowledged' ? 'known' : state}`.padEnd(8))} ${first.rule} ${first.name}`
    const places = group
      .slice(0, most)
      .flatMap(danger => [
        cut(`    ${inline(placeOf(danger))}`, pen),
        cut(`      ${inline(danger.problem)}${danger.acknowledged ? ` (${inline(danger.acknowledged)})` : ''}`, pen),
      ])
    const more = group.length > most ? [`    and ${group.length - most} more (--json has them all)`] : []
    const safely = [...new Set(group.map(({ fix }) => `    safely: ${inline(fix)}`))]
    return [head, ...places, ...more, ...(state === 'acknowledged' ? [] : [pen.paint('dim', `    ${first.why}`), ...safely])]
  })
