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
  const problems = problemsOf(group)
  return group.length > few ? [...safeWays(group), ...problems] : [...problems, ...safeWays(group)]
}

/** Dangers of one rule that say the same of objects of one name, whatever their namespaces. */
export const sameSentence = (dangers: readonly Danger[]): Danger[][] => {
  const key = ({ problem, object, path, acknowledged }: Danger): string =>
    JSON.stringify([problem, object && idText(object), path, acknowledged])
  return [...Map.groupBy(dangers, key).values()]
}

/** The object and field of a danger, the namespace only where it is one, but for what is named already. */
export const objectText = (same: readonly Danger[], named = ''): string => {
  const [{ object, path } = {}] = same
  const isOne = new Set(same.map(one => one.object?.namespace)).size === 1
  const texts = [
    object && !named.includes(idText(object)) && idText(object, isOne),
    path && !named.includes(pathText(path)) && pathText(path),
  ]
  return texts.filter(Boolean).join(' ')
}

/** So many places stand before a sentence: of fewer an acknowledgement names each, of more it may say all (danger/acks.ts). */
const mostPlaces = 10

/** The units, or the files, that a sentence is said of. */
export const placesText = (same: readonly Danger[]): string => {
  const places = [...new Set(same.flatMap(({ unit, file }) => unit ?? file ?? []))]
  const more = places.length > mostPlaces ? ` and ${places.length - mostPlaces} more` : ''
  return `${places.slice(0, mostPlaces).join(', ')}${more}`
}

/** What is said of some places, after them; what a danger's head or sentence names already is left out. */
const problemsOf = (group: readonly Danger[]): string[] => {
  const sentences = sameSentence(group).map(same => {
    const { problem, file, acknowledged } = same[0] as Danger
    const places = same.length === 1 && file && problem.includes(file) ? '' : placesText(same)
    const place = group.length === 1 ? '' : [places, objectText(same, problem)].filter(Boolean).join(' ')
    return { place, text: `${problem}${acknowledged === undefined ? '' : ` (acknowledged: ${acknowledged})`}` }
  })
  const byPlace = Map.groupBy(sentences, ({ place }) => place)
  return [...byPlace].flatMap(([place, some]) => {
    const texts = some.map(({ text }) => text)
    return place ? [`${place}: ${texts.join('; ')}`] : texts
  })
}

/** What a rule says of itself: the same for all that it fires on. */
const safeWays = (group: readonly Danger[]): string[] => [
  ...new Set(group.flatMap(({ why, fix, more }) => [`Why: ${why}`, `Safely: ${fix}`, `Read on: ${more}`])),
]
