import type { ApplicationChange, Report, UnitChange } from '../data.ts'
import { appOf } from '../images.ts'
import { plural } from '../text-folded.ts'
import { code, prose } from './escape.ts'
import { namesIn } from './ranges.ts'

/** One line of the table of contents: a unit or an Application that changes, or a unit that can't be built. */
type Item = { env: string; name: string; change: string; objects: string; application: string }

const signs = { created: '+', changed: '~', renamed: '~', moved: '~', removed: '-' } as const

/** `+2 ~1 -3`: created, changed, removed. */
const counts = ({ objects }: UnitChange): string => {
  const bySign = Map.groupBy(objects, ({ change }) => signs[change])
  return (['+', '~', '-'] as const).flatMap(sign => (bySign.has(sign) ? `${sign}${bySign.get(sign)?.length}` : [])).join(' ')
}

const applicationText = ({ change, reaches }: ApplicationChange): string =>
  `${change}${reaches === 'release' ? ' with the next release' : ''}`

/** Every unit and Application that changes or can't be built, by environment. */
export const itemsOf = (report: Report): Item[] =>
  allItems(report).sort((a, b) => (a.env === b.env ? (a.name < b.name ? -1 : 1) : a.env < b.env ? -1 : 1))

const allItems = ({ units, applications, releases, broken }: Report): Item[] => {
  const byUnit = Map.groupBy(applications, ({ unit }) => unit ?? '')
  const rows = units.map(unit => ({
    ...{ env: unit.env, name: appOf({ name: unit.unit, env: unit.env }), objects: counts(unit) },
    change: unit.from ? `${unit.change} from ${unit.from}` : unit.change,
    application: (byUnit.get(unit.unit) ?? []).map(applicationText).join(', '),
  }))
  const known = new Set(units.map(({ unit }) => unit))
  const alone = applications.filter(({ unit }) => unit === undefined || !known.has(unit))
  return [
    ...rows,
    ...alone.map(one => ({ env: one.env, name: one.name, change: '', objects: '', application: applicationText(one) })),
    ...releases.flatMap(release =>
      release.units.map(unit => ({
        ...{ env: unit.env, name: appOf({ name: unit.unit, env: unit.env }), objects: counts(unit), application: '' },
        change: `${unit.change} by the release`,
      })),
    ),
    ...[...broken, ...releases.flatMap(release => release.broken)].map(({ unit, at }) => ({
      ...{ env: unit.includes('/') ? unit.slice(0, unit.indexOf('/')) : '', name: unit, objects: '', application: '' },
      change: `can't be built (${at})`,
    })),
  ]
}

const table = (items: readonly Item[]): string =>
  [
    '| environment | unit or Application | change | objects | Application is |',
    '|---|---|---|---|---|',
    ...items.map(({ env, name, change, objects, application }) => {
      const cells = [
        code(env || '-', Number.POSITIVE_INFINITY),
        code(name, Number.POSITIVE_INFINITY),
        prose(change, 120),
        objects && code(objects),
        application && prose(application, 300),
      ]
      return `| ${cells.join(' | ')} |`
    }),
  ].join('\n')

/** More rows than this are unfolded only when someone asks. */
const rows = 15

const tableText = (items: readonly Item[]): string => {
  if (items.length <= rows) return table(items)
  const envs = [...Map.groupBy(items, ({ env }) => env)]
  const said = envs.slice(0, rows).map(([env, some]) => `${code(env || '-', 60)} ${some.length}`)
  const more = envs.length > rows ? ` and ${plural(envs.length - rows, 'other environment')}` : ''
  return `${said.join(', ')}${more}\n\n<details><summary>Each of them</summary>\n\n${table(items)}\n\n</details>`
}

/** A line for each environment with the names. */
const perEnvironment = (items: readonly Item[], names: (names: string[]) => string): string =>
  [...Map.groupBy(items, ({ env }) => env)]
    .map(
      ([env, some]) =>
        `- ${code(env || '-', Number.POSITIVE_INFINITY)} (${plural(some.length, 'unit')}): ${names(some.map(({ name }) => name))}`,
    )
    .join('\n')

/** A line for all environments in which the same apps change. */
const perSet = (items: readonly Item[], room: number): string => {
  const envsOf = Map.groupBy(items, ({ name }) => name)
  const sets = Map.groupBy(envsOf.keys(), name => [...new Set(envsOf.get(name)?.map(({ env }) => env))].sort().join(', '))
  return [...sets]
    .map(([envs, names]) => {
      const total = names.reduce((sum, name) => sum + (envsOf.get(name)?.length ?? 0), 0)
      return `- ${code(envs || '-', Number.POSITIVE_INFINITY)} (${plural(total, 'unit')}): ${namesIn(names, Math.floor(room / sets.size) - 400)}`
    })
    .join('\n')
}

/**
 * Every unit that changes, in a given room (at least 2,000): a table; when that is too long the names, those of several environments once;
 * then ranges with counts. Nothing is left out at any length.
 */
export const contents = (items: readonly Item[], room: number): string => {
  const environments = new Set(items.map(({ env }) => env)).size
  const forms = [
    () => tableText(items),
    () => perEnvironment(items, names => namesIn(names, Number.POSITIVE_INFINITY)),
    () => perSet(items, room),
    () => perEnvironment(items, names => namesIn(names, Math.floor(room / environments) - 200)),
  ]
  for (const form of forms) {
    const text = form()
    if (text.length <= room) return text
  }
  return `- ${plural(items.length, 'unit')}: ${namesIn(
    items.map(({ env, name }) => `${env}/${name}`),
    room - 40,
  )}`
}
