import type { Danger } from './data.ts'
import type { Entry } from './entries.ts'
import { idText } from './identity.ts'
import { pathText } from './path-text.ts'
import { plural } from './text-folded.ts'

/** What must be acknowledged, then what only warns, then what has been acknowledged. */
export const stateOf = ({ severity, acknowledged }: Danger): 'blocks' | 'warns' | 'acknowledged' =>
  acknowledged === undefined ? severity : 'acknowledged'
const order = ['blocks', 'warns', 'acknowledged']

/** What danger rules say, one entry for a rule and its state. */
export const dangerEntries = (dangers: readonly Danger[]): Entry[] =>
  [...Map.groupBy(dangers, danger => `${order.indexOf(stateOf(danger))} ${danger.rule}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group
      if (!first) return []
      return [
        {
          ...{ section: 'dangers', badge: stateOf(first), title: `${first.rule} ${first.name}`, places: [] },
          note: group.length === 1 ? placeOf(first) : plural(group.length, 'place'),
          lines: linesOf(group),
          units: [...new Set(group.flatMap(({ unit }) => unit ?? []))],
        },
      ]
    })

const placeOf = ({ unit, object, path, file }: Danger): string =>
  [unit, object && idText(object, true), path && pathText(path), file].filter(Boolean).join(' ')

/** So many problems stand before what the rule says of itself; after more of them nobody would read it. */
const few = 4

const linesOf = (group: readonly Danger[]): string[] => {
  const problems = group.map(danger => problemOf(danger, group.length > 1))
  return group.length > few ? [...safeWays(group), ...problems] : [...problems, ...safeWays(group)]
}

/** Where a danger is, but for what its sentence names already. */
const placeBeside = (danger: Danger): string => {
  const { problem, object, file, path, ...rest } = danger
  const isNamed = (text: string): boolean => problem.includes(text)
  const beside = { ...(object && !isNamed(idText(object)) ? { object } : {}), ...(file && !isNamed(file) ? { file } : {}) }
  const field = path && !isNamed(pathText(path)) ? { path } : {}
  return placeOf({ ...rest, problem, ...beside, ...field })
}

const problemOf = (danger: Danger, withPlace: boolean): string => {
  const place = withPlace ? placeBeside(danger) : ''
  const said = danger.acknowledged === undefined ? '' : ` (acknowledged: ${danger.acknowledged})`
  return `${place ? `${place}: ` : ''}${danger.problem}${said}`
}

/** What a rule says of itself: the same for all that it fires on. */
const safeWays = (group: readonly Danger[]): string[] => [
  ...new Set(group.flatMap(({ why, fix, more }) => [`Why: ${why}`, `Safely: ${fix}`, `Read on: ${more}`])),
]
