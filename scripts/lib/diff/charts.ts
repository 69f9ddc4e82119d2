import type { Environment } from '../applicationset/environment.ts'
import { type Application, type Source, sourcesOf } from '../applicationset/types.ts'
import { keepSecret } from '../report/redact.ts'
import type { ReadFile } from './comparison.ts'
import type { ChartChange, FieldChange } from './data.ts'
import { embedded } from './embedded.ts'
import { fieldChanges } from './fields.ts'

/** A side's Applications and the files that their charts take values from. */
export type ChartSide = { environment: Environment | undefined; read: ReadFile }

type Chart = { application: Application; source: Source }

const chartsOf = ({ environment }: ChartSide): Map<string, Chart> =>
  new Map(
    (environment?.registered ?? []).flatMap(({ application }) =>
      sourcesOf(application.spec)
        .filter(({ chart }) => chart !== undefined)
        .map(source => [`${application.metadata.name}\n${source.chart}`, { application, source }] as const),
    ),
  )

/** The value files of a chart that lie in this repository, as paths in it. */
export const valueFiles = (environment: Environment | undefined): string[] =>
  [...chartsOf({ environment, read: () => undefined }).values()].flatMap(chart => filesOf(chart))

const filesOf = ({ application, source }: Chart): string[] =>
  (source.helm?.valueFiles ?? []).flatMap(file => {
    const [, ref, path] = /^\$([^/]+)\/(.+)$/.exec(file) ?? []
    return path !== undefined && sourcesOf(application.spec).some(one => one.ref === ref) ? [path] : []
  })

const parsed = (path: string, content: Buffer | undefined): object => {
  const text = content?.toString('utf8') ?? ''
  keepSecret(text)
  const document = embedded(path, '{}', text)?.next
  return typeof document === 'object' && document !== null ? document : { text }
}

/** What changed in a chart's values: in its files, then in what stands in the Application itself. */
const valueChanges = (old: Chart | undefined, next: Chart | undefined, base: ReadFile, head: ReadFile): FieldChange[] => {
  const paths = [...new Set([old, next].flatMap(chart => (chart ? filesOf(chart) : [])))]
  const inFiles = paths.flatMap(path => {
    const [before, after] = [old && base(path), next && head(path)]
    if (before === undefined && after === undefined) return []
    return fieldChanges(before ? parsed(path, before) : {}, after ? parsed(path, after) : {}, [path])
  })
  const own = ({ source: { helm } }: Chart): object => ({ ...helm, valueFiles: undefined })
  const inline = old && next ? fieldChanges(own(old), own(next), ['helm']) : []
  return [...inFiles, ...inline]
}

/** The charts of an environment that Argo CD will render otherwise: another version, other values. */
export const chartChanges = (env: string, base: ChartSide, head: ChartSide): ChartChange[] => {
  const [olds, nexts] = [chartsOf(base), chartsOf(head)]
  return [...new Set([...olds.keys(), ...nexts.keys()])].flatMap(key => {
    const [old, next] = [olds.get(key), nexts.get(key)]
    const values = valueChanges(old, next, base.read, head.read)
    const [oldVersion, newVersion] = [old?.source.targetRevision, next?.source.targetRevision]
    if (old && next && values.length === 0 && oldVersion === newVersion && old.source.repoURL === next.source.repoURL) return []
    const { application, source } = (next ?? old) as Chart
    return {
      ...{ application: application.metadata.name, env, chart: source.chart ?? '', values },
      change: !old ? ('added' as const) : !next ? ('removed' as const) : ('changed' as const),
      ...(oldVersion === undefined ? {} : { oldVersion }),
      ...(newVersion === undefined ? {} : { newVersion }),
    }
  })
}
