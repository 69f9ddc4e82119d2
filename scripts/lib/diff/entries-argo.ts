import { chartKey, versionText } from './chart-text.ts'
import type { ApplicationChange, ChartChange, ImageChange, ImageSkew } from './data.ts'
import { type Entry, fieldHunks } from './entries.ts'
import { idText } from './identity.ts'
import { applicationName, fatesText } from './text-argo.ts'
import { plural } from './text-folded.ts'

/** Applications to which the same happens at the same time, once; what becomes of objects is said of each. */
export const applicationEntries = (applications: readonly ApplicationChange[]): Entry[] =>
  [...Map.groupBy(applications, applicationKey).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const { change, env, fields, reaches, revision } = first
    const when = reaches === 'release' ? `with the next release: ${env} runs ${revision}` : 'with the merge'
    return [
      {
        ...{ section: 'applications', badge: change, note: when },
        title: group.length === 1 ? `Application ${applicationName(first)}` : plural(group.length, 'Application'),
        lines: [...group.flatMap(({ name, from }) => (from ? [`${name} was ${from}`] : [])), ...fateLines(group)],
        places: group.length === 1 ? [] : group.map(applicationName),
        units: [...new Set(group.map(({ unit, env, name }) => unit ?? `${env}/${name}`))],
        ...(change === 'added' || change === 'removed' ? {} : fieldHunks(fields)),
      },
    ]
  })

/** What becomes of the objects, once for Applications in which it is the same; their names only where it isn't so in all of them. */
const fateLines = (group: readonly ApplicationChange[]): string[] => {
  const fates = [...Map.groupBy(group, one => fatesText(one.fates))].filter(([text]) => text !== '')
  return fates.map(([text, some]) => (some.length === group.length ? text : `${some.map(applicationName).join(', ')}: ${text}`))
}

const applicationKey = ({ change, env, reaches, revision, fields }: ApplicationChange): string =>
  JSON.stringify([change, reaches, reaches === 'release' ? [env, revision] : '', change === 'added' || change === 'removed' ? '' : fields])

/** Charts that only Argo CD renders: equal changes once. */
export const chartEntries = (charts: readonly ChartChange[]): Entry[] =>
  [...Map.groupBy(charts, chartKey).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const { change, env, chart, values, revision } = first
    const later = revision === undefined ? '' : `, with the next release: ${env} runs ${revision}`
    const units = group.map(({ env, application }) => `${env}/${application}`)
    return [
      {
        ...{
          section: 'charts',
          badge: change,
          title: `${chart} ${versionText(first)}`,
          note: `rendered by Argo CD only${later}`,
          lines: [],
        },
        ...{ places: units, units: [...new Set(units)], ...fieldHunks(values) },
      },
    ]
  })

/** Images old → new, with the containers that change alike. */
export const imageEntries = (images: readonly ImageChange[]): Entry[] =>
  [...Map.groupBy(images, ({ old, new: next }) => `${old ?? 'none'} → ${next ?? 'none'}`)].map(([title, group]) => ({
    ...{ section: 'images', badge: badgeOf(group[0]), title, lines: [] },
    note: plural(group.length, 'container'),
    places: group.map(({ unit, object, container }) => `${unit} ${idText(object)} ${container}`),
    units: [...new Set(group.map(({ unit }) => unit))],
  }))

const badgeOf = (image: ImageChange | undefined): string =>
  image?.old === undefined ? 'added' : image.new === undefined ? 'removed' : 'changed'

/** Which environments run what, where they differ. */
export const skewEntries = (skew: readonly ImageSkew[]): Entry[] =>
  skew.map(({ app, container, images }) => ({
    ...{ section: 'skew', badge: 'differs', title: `${app} ${container}`, note: 'between environments', lines: [] },
    places: Object.entries(images).map(([env, image]) => `${env} ${image}`),
    units: Object.keys(images).map(env => `${env}/${app}`),
  }))
