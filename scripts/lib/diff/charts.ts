import type { Environment } from '../applicationset/environment.ts'
import { type Application, type Source, sourcesOf } from '../applicationset/types.ts'
import { keepSecret } from '../report/redact.ts'
import type { ReadFile } from './comparison.ts'
import type { ApplicationChange, ChartChange, FieldChange } from './data.ts'
import { embedded } from './embedded.ts'
import { fieldChanges } from './fields.ts'

/** A side's Applications and the files that their charts take values from. */
export type ChartSide = { environment: Environment | undefined; read: ReadFile }

/** Both sides, and the paths in which they differ. */
type Trees = { base: ChartSide; head: ChartSide; changed: ReadonlySet<string> }

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

type Values = { inFiles: FieldChange[]; own: FieldChange[] }

/** What changed in a chart's values: in its files, and in what stands in the Application itself. */
const valueChanges = (old: Chart | undefined, next: Chart | undefined, { base, head, changed }: Trees): Values => {
  const [had, has] = [old, next].map(chart => new Set(chart ? filesOf(chart) : []))
  const inFiles = [...new Set([...(had ?? []), ...(has ?? [])])].flatMap(path => {
    // Each file is a process of Git's: one that is as it was is not read.
    if (had?.has(path) && has?.has(path) && !changed.has(path)) return []
    const [before, after] = [had?.has(path) ? base.read(path) : undefined, has?.has(path) ? head.read(path) : undefined]
    if (before === undefined && after === undefined) return []
    return fieldChanges(before ? parsed(path, before) : {}, after ? parsed(path, after) : {}, [path])
  })
  const own = ({ source: { helm } }: Chart): object => ({ ...helm, valueFiles: undefined })
  return { inFiles, own: old && next ? fieldChanges(own(old), own(next), ['helm']) : [] }
}

/** The revision that a chart's value files are read at. */
const revisionOf = ({ application }: Chart): string | undefined => sourcesOf(application.spec).find(({ ref }) => ref)?.targetRevision

type Reaches = (revision: string) => ApplicationChange['reaches']

/** The charts of an environment that Argo CD will render otherwise: another version, other values. Values that only a release brings are apart. */
export const chartChanges = (env: string, trees: Trees, reaches: Reaches): ChartChange[] => {
  const [olds, nexts] = [chartsOf(trees.base), chartsOf(trees.head)]
  return [...new Set([...olds.keys(), ...nexts.keys()])].flatMap(key => {
    const [old, next] = [olds.get(key), nexts.get(key)]
    const { inFiles, own } = valueChanges(old, next, trees)
    const [oldVersion, newVersion] = [old?.source.targetRevision, next?.source.targetRevision]
    const { application, source } = (next ?? old) as Chart
    const change: ChartChange = {
      ...{ application: application.metadata.name, env, chart: source.chart ?? '', values: [...inFiles, ...own] },
      change: !old ? 'added' : !next ? 'removed' : 'changed',
      ...(oldVersion === undefined ? {} : { oldVersion }),
      ...(newVersion === undefined ? {} : { newVersion }),
    }
    if (!old || !next) return [change]
    const isSame = own.length === 0 && oldVersion === newVersion && old.source.repoURL === next.source.repoURL
    const revision = revisionOf(next)
    if (inFiles.length === 0 || revision === undefined || reaches(revision) === 'merge')
      return isSame && inFiles.length === 0 ? [] : [change]
    const later = { ...change, values: inFiles, revision, ...(newVersion === undefined ? {} : { oldVersion: newVersion }) }
    return isSame ? [later] : [{ ...change, values: own }, later]
  })
}
