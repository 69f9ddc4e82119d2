import { stringify } from 'yaml'
import type { Change } from './applicationset/change.ts'
import type { Environment, Registered } from './applicationset/environment.ts'
import { type Application, sourcesOf } from './applicationset/types.ts'
import type { CheckFinding } from './check/finding.ts'
import { findingText } from './check/report.ts'
import type { Tree } from './engine.ts'
import { inline } from './failure.ts'
import { asJson } from './report/json.ts'
import type { Paint } from './report/text.ts'

/** What `pnpm apps` reports, whatever the format; `changes` only where a commit is compared with the working tree. */
export type AppsReport = {
  tree: Tree
  environments: readonly Environment[]
  changes: Change[] | undefined
  findings: readonly CheckFinding[]
  accepted: readonly string[]
}

/** One row: what an Application is called, what it takes from where, and what made it. */
const facts = ({ application, set }: Registered): Record<string, string> => {
  const { metadata, spec } = application
  const [source] = sourcesOf(spec).filter(({ ref }) => ref === undefined)
  return {
    application: metadata.name,
    project: spec.project,
    source: source?.chart === undefined ? (source?.path ?? '') : `chart ${source.chart}`,
    revision: source?.targetRevision ?? '',
    namespace: spec.destination.namespace ?? '',
    from: set ? `set ${set.metadata.name}` : 'Git',
  }
}

/** The Applications that ApplicationSets make, as YAML: sorted by name, keys as the API server shows them. */
export const appsYaml = (environments: readonly Environment[]): string =>
  environments
    .flatMap(({ registered }) => registered.filter(({ set }) => set))
    .map(({ application }) =>
      stringify(application satisfies Application, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false }),
    )
    .join('---\n')

/** The version of the JSON below; a field is added without a new one, removed or changed never. */
export const appsSchema = 'apps/v1'

export const appsJson = ({ tree, environments, changes, findings }: AppsReport): string =>
  asJson({
    schema: appsSchema,
    tree,
    environments: environments.map(({ unit, registered }) => ({
      name: unit.name,
      applications: registered.map(one => ({ ...facts(one), generated: one.set !== undefined, object: one.application })),
    })),
    changes: changes ?? null,
    findings,
  })

const columns = (rows: string[][]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

/** The whole report for a terminal: a table for each environment, then changes and findings. */
export const appsText = ({ tree, environments, changes, findings, accepted }: AppsReport, paint: Paint): string => {
  const where = tree === 'work' ? '' : ` at ${tree.slice(0, 12)}`
  const tables = environments.map(({ unit, registered }) => {
    const generated = registered.filter(({ set }) => set).length
    const sum = `${inline(unit.name)}${where}: ${plural(registered.length, 'Application')}, ${generated} from ApplicationSets`
    const rows = registered.map(one => Object.values(facts(one)).map(inline))
    if (rows.length === 0) return sum
    const [head = '', ...body] = columns([['application', 'project', 'source', 'revision', 'namespace', 'from'], ...rows])
    return [sum, paint('dim', head), ...body].join('\n')
  })
  const blocks = [
    ...tables,
    ...(changes ? [changesText(changes, paint)] : []),
    accepted.join('\n'),
    findings.map(finding => findingText(finding, paint)).join('\n'),
  ]
  return blocks.filter(Boolean).join('\n\n')
}

const changesText = (changes: readonly Change[], paint: Paint): string => {
  if (changes.length === 0) return 'the working tree adds, removes and moves no Application'
  const line = (change: Change): string => {
    const name = inline(`${change.env}: ${change.application}`)
    if (change.kind === 'added') return paint('green', `added    ${name}`)
    if (change.kind === 'removed') return paint('red', `removed  ${name}`)
    const fields = change.fields.map(({ field, before, after }) => `${field} ${before} → ${after}`)
    return paint('yellow', `moved    ${name}: ${inline(fields.join('; '))}`)
  }
  return ['with the working tree:', ...changes.map(line)].join('\n')
}
