import type { ChartChange, FieldChange } from './data.ts'
import { pathText } from './path-text.ts'

/** What a chart change says, the same for Applications in which the chart changes alike. */
export const chartKey = ({ change, env, chart, oldVersion, newVersion, values, revision }: ChartChange): string =>
  JSON.stringify([change, chart, oldVersion, newVersion, values, revision === undefined ? '' : [env, revision]])

/** `v1.0.0 → v1.1.0`, or the one version that stays. */
export const versionText = ({ oldVersion, newVersion }: ChartChange): string =>
  oldVersion === newVersion ? (newVersion ?? '') : `${oldVersion ?? 'none'} → ${newVersion ?? 'none'}`

/** So many values are said in a sentence, each so long at most; all stand in the report's body. */
const few = 2
const longest = 40

const valueText = ({ path, old, new: next }: FieldChange): string => {
  const shown = (value: unknown): string => (value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value))
  // The first step is the file, or the Application's own `helm`.
  return `${pathText(path.slice(1)) || 'all'} ${shown(old)} → ${shown(next)}`
}

const valuesText = (values: readonly FieldChange[]): string[] => {
  const texts = values.map(valueText)
  if (texts.length <= few && texts.every(({ length }) => length <= longest)) return texts
  return [`${values.length} value${values.length === 1 ? '' : 's'}`]
}

/** Charts that changed and that only Argo CD renders, a sentence for those that change alike: which Applications, which version, which values. */
export const chartSentences = (charts: readonly ChartChange[]): string[] =>
  [...Map.groupBy(charts, chartKey).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const names = group.map(({ env, application }) => `${env}/${application}`)
    const later = first.revision === undefined ? [] : ['with the next release']
    const said = [`${first.change}: ${versionText(first)}`, ...valuesText(first.values), ...later]
    return `the chart ${first.chart} of ${names.join(', ')} isn't rendered here (${said.join(', ')})`
  })
