import type { ApplicationChange, ChartChange, ImageChange, ImageSkew } from './data.ts'
import { type Entry, fieldHunks } from './entries.ts'
import { idText } from './identity.ts'
import { fatesText } from './text-argo.ts'
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
        title: group.length === 1 ? `Application ${first.name}` : plural(group.length, 'Application'),
        lines: group.flatMap(({ name, from, fates }) => [
          ...(from ? [`${name} was ${from}`] : []),
          ...(fates.length > 0 ? [`${name}: ${fatesText(fates)}`] : []),
        ]),
        places: group.length === 1 ? [] : group.map(({ name }) => name),
        units: [...new Set(group.map(({ unit, env, name }) => unit ?? `${env}/${name}`))],
        ...(change === 'added' || change === 'removed' ? {} : fieldHunks(fields)),
      },
    ]
  })

const applicationKey = ({ change, env, reaches, revision, fields }: ApplicationChange): string =>
  JSON.stringify([change, reaches, reaches === 'release' ? [env, revision] : '', change === 'added' || change === 'removed' ? '' : fields])

/** Charts that only Argo CD renders: equal changes once. */
export const chartEntries = (charts: readonly ChartChange[]): Entry[] =>
  [...Map.groupBy(charts, chartKey).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const { change, chart, oldVersion, newVersion, values } = first
    const version = oldVersion === newVersion ? (newVersion ?? '') : `${oldVersion ?? 'none'} → ${newVersion ?? 'none'}`
    const units = group.map(({ env, application }) => `${env}/${application}`)
    return [
      {
        ...{ section: 'charts', badge: change, title: `${chart} ${version}`, note: 'rendered by Argo CD only', lines: [] },
        ...{ places: units, units: [...new Set(units)], ...fieldHunks(values) },
      },
    ]
  })

const chartKey = ({ change, chart, oldVersion, newVersion, values }: ChartChange): string =>
  JSON.stringify([change, chart, oldVersion, newVersion, values])

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
