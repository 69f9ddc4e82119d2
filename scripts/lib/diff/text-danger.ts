import { inline } from '../failure.ts'
import type { Danger } from './data.ts'
import { objectText, placesText, sameSentence, stateOf } from './entries-danger.ts'
import { cut, type Pen } from './text-fields.ts'

const style = { blocks: 'red', warns: 'yellow', acknowledged: 'dim' } as const

/** How many sentences of a rule stand in the report; the rest is a number. */
const most = 12

/** Sentences with the places that they are said of. */
const placeLines = (place: string, sentences: readonly Danger[][], pen: Pen): string[] => [
  cut(`    ${inline(place)}`, pen),
  ...sentences.flatMap(([first]) =>
    first ? [cut(`      ${inline(first.problem)}${first.acknowledged ? ` (${inline(first.acknowledged)})` : ''}`, pen)] : [],
  ),
]

/** What the danger rules say, one block for a rule: where, why, and how to do it safely. */
export const dangerLines = (dangers: readonly Danger[], pen: Pen): string[] =>
  [...Map.groupBy(dangers, danger => `${danger.rule} ${stateOf(danger)}`).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const state = stateOf(first)
    const head = `${pen.paint(style[state], `${state === 'acknowledged' ? 'known' : state}`.padEnd(8))} ${first.rule} ${first.name}`
    const sentences = sameSentence(group)
    const byPlace = Map.groupBy(sentences.slice(0, most), same => `${placesText(same)} ${objectText(same)}`.trim())
    const places = [...byPlace].flatMap(([place, some]) => placeLines(place, some, pen))
    const left = sentences.slice(most).flat().length
    const more = left > 0 ? [`    and ${left} more (--json has them all)`] : []
    const safely = [...new Set(group.map(({ fix }) => `    safely: ${inline(fix)}`))]
    return [head, ...places, ...more, ...(state === 'acknowledged' ? [] : [pen.paint('dim', `    ${first.why}`), ...safely])]
  })
