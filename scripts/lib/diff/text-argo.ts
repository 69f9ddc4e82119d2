import { inline } from '../failure.ts'
import { chartKey, versionText } from './chart-text.ts'
import type { ApplicationChange, ChartChange, ImageChange, ImageSkew, ObjectFate, Release } from './data.ts'
import { idText } from './identity.ts'
import { cut, fieldLines, type Pen } from './text-fields.ts'
import { foldedLines, plural, wrapped } from './text-folded.ts'

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

/** What happens to the Applications: those to which the same happens at the same time are one. */
export const applicationLines = (applications: readonly ApplicationChange[], pen: Pen): string[] =>
  [...Map.groupBy(applications, applicationKey).values()].flatMap(group => groupLines(group, pen))

/** What comes, goes or moves is told one by one. */
const applicationKey = (one: ApplicationChange): string =>
  one.change === 'synced' || one.change === 'changed'
    ? JSON.stringify([one.change, whenText(one), one.fields, fatesText(one.fates)])
    : `${one.env} ${one.name}`

const laterText = (env: string, revision: string): string => ` (${inline(env)} runs ${inline(revision)}: with the next release)`

const whenText = ({ reaches, env, revision }: ApplicationChange): string => (reaches === 'release' ? laterText(env, revision) : '')

/** Its name, with its environment where the name doesn't say it. */
export const applicationName = ({ name, env }: ApplicationChange): string => (name.endsWith(`-${env}`) ? name : `${env}/${name}`)
const nameText = (one: ApplicationChange): string => inline(applicationName(one))

const groupLines = (group: readonly ApplicationChange[], pen: Pen): string[] => {
  const [first] = group
  if (!first) return []
  const { change, from, fields, fates } = first
  const many = group.length > 1
  const what = many ? plural(group.length, 'Application') : `Application ${nameText(first)}`
  return [
    `${pen.paint(style[change], change.padEnd(8))} ${what}${from ? ` (was ${inline(from)})` : ''}${pen.paint('dim', whenText(first))}`,
    ...(many ? wrapped(group.map(nameText), '    ', pen.width) : []),
    ...(change === 'added' || change === 'removed' ? [] : fieldLines(fields, pen)),
    ...(fates.length > 0 ? [cut(`    ${inline(fatesText(fates))}`, pen)] : []),
  ]
}

/** The charts that changed and that only Argo CD renders, those that change alike once. */
export const chartLines = (charts: readonly ChartChange[], pen: Pen): string[] =>
  [...Map.groupBy(charts, chartKey).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const { env, change, chart, values, revision } = first
    const names = group.map(one => inline(`${one.env}/${one.application}`))
    const when = revision === undefined ? '' : laterText(env, revision)
    return [
      `${change.padEnd(8)} chart ${inline(chart)} ${inline(versionText(first))} of ${names.join(', ')}${pen.paint('dim', when)}`,
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
