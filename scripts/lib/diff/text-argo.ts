import { inline } from '../failure.ts'
import type { ApplicationChange, ChartChange, ImageChange, ImageSkew, ObjectFate, Release } from './data.ts'
import { idText } from './identity.ts'
import { cut, fieldLines, type Pen } from './text-fields.ts'
import { foldedLines, wrapped } from './text-folded.ts'

const fateWords: Record<ObjectFate['fate'], string> = {
  created: 'created',
  changed: 'changed',
  replaced: 'replaced',
  hook: 'run as a hook',
  pruned: 'pruned',
  kept: 'kept running',
}

/** How many names stand in a line; the rest is a number. */
const most = 4

/** `2 created, 1 pruned (PersistentVolumeClaim/data), 3 kept running (Prune=false on the object)`. */
export const fatesText = (fates: readonly ObjectFate[]): string =>
  (Object.keys(fateWords) as ObjectFate['fate'][])
    .flatMap(fate => {
      const some = fates.filter(one => one.fate === fate)
      if (some.length === 0) return []
      const names = some.slice(0, most).map(({ id }) => idText(id))
      const more = some.length > most ? `, and ${some.length - most} more` : ''
      const why = [...new Set(some.flatMap(({ because }) => because ?? []))]
      return [`${some.length} ${fateWords[fate]}${why.length > 0 ? `, because ${why.join(' or ')}` : ''}: ${names.join(', ')}${more}`]
    })
    .join('; ')

const style = {
  added: 'green',
  removed: 'red',
  orphaned: 'red',
  renamed: 'magenta',
  moved: 'magenta',
  changed: 'yellow',
  synced: 'yellow',
} as const

/** What happens to the Applications: those whose objects alone change, and change alike, are one. */
export const applicationLines = (applications: readonly ApplicationChange[], pen: Pen): string[] => {
  const groups = new Map<string, ApplicationChange[]>()
  for (const one of applications) {
    const key = one.change === 'synced' ? JSON.stringify([whenText(one), fatesText(one.fates)]) : `${one.env} ${one.name}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap(group => groupLines(group, pen))
}

const whenText = ({ reaches, env, revision }: ApplicationChange): string =>
  reaches === 'release' ? ` (${inline(env)} runs ${inline(revision)}: with the next release)` : ''

const groupLines = (group: readonly ApplicationChange[], pen: Pen): string[] => {
  const [first] = group
  if (!first) return []
  const { change, name, from, fields, fates } = first
  const many = group.length > 1
  const what = many ? `${group.length} Applications` : `Application ${inline(name)}`
  return [
    `${pen.paint(style[change], change.padEnd(8))} ${what}${from ? ` (was ${inline(from)})` : ''}${pen.paint('dim', whenText(first))}`,
    ...(many
      ? wrapped(
          group.map(one => inline(one.name)),
          '    ',
          pen.width,
        )
      : []),
    ...(change === 'added' || change === 'removed' ? [] : fieldLines(fields, pen)),
    ...(fates.length > 0 ? [cut(`    ${inline(fatesText(fates))}`, pen)] : []),
  ]
}

/** The charts that changed and that only Argo CD renders. */
export const chartLines = (charts: readonly ChartChange[], pen: Pen): string[] =>
  charts.flatMap(({ application, env, change, chart, oldVersion, newVersion, values }) => {
    const version = oldVersion === newVersion ? (newVersion ?? '') : `${oldVersion ?? 'none'} → ${newVersion ?? 'none'}`
    return [
      `${change.padEnd(8)} chart ${inline(chart)} ${inline(version)} of ${inline(env)}/${inline(application)}`,
      ...fieldLines(values, pen),
    ]
  })

/** Images old → new; one line for containers that change alike. */
export const imageLines = (images: readonly ImageChange[], pen: Pen): string[] => {
  const byChange = new Map<string, string[]>()
  for (const { unit, object, container, old, new: next } of images) {
    const key = `${old ?? 'none'} → ${next ?? 'none'}`
    byChange.set(key, [...(byChange.get(key) ?? []), `${unit} ${idText(object)} ${container}`])
  }
  return [...byChange].flatMap(([change, places]) => [
    `image    ${inline(change)}`,
    ...places.map(place => pen.paint('dim', cut(`    ${inline(place)}`, pen))),
  ])
}

/** Which environments run what, where they differ. */
export const skewLines = (skew: readonly ImageSkew[]): string[] =>
  skew.flatMap(({ app, container, images }) => [
    `skew     ${inline(app)} ${inline(container)}`,
    ...Object.entries(images).map(([env, image]) => `    ${inline(env).padEnd(8)} ${inline(image)}`),
  ])

/** A release: what the environment runs now against what it will run. */
export const releaseLines = ({ env, old, new: next, problem, folded }: Release, pen: Pen): string[] => {
  const at = ({ revision, commit }: Release['old']): string => `${inline(revision)}${commit ? ` (${commit.slice(0, 12)})` : ''}`
  const head = `${pen.paint('magenta', 'release ')} ${inline(env)} from ${at(old)} to ${at(next)}`
  if (problem) return [`${head}: ${pen.paint('red', inline(problem))}`]
  const changes = folded.length === 0 ? ['no changes'] : folded.flatMap(one => ['', ...foldedLines(one, pen)])
  return [head, ...changes.map(line => (line ? `  ${line}` : line))]
}
