import type { Report } from '../diff/data.ts'
import { inline } from '../failure.ts'
import { BadReport } from './bad-report.ts'
import { commit, count, digest, either, json, list, mapOf, object, oneOf, type Shape, text } from './shape.ts'

// The numbers are far above what this repository can have, and low enough for one job.
const many = 200_000

const step = either(text, count, object({ by: mapOf(text) }), object({ in: oneOf('yaml', 'json', 'toml') }))
const id = object({ group: text, kind: text, namespace: text, name: text })
const field = object({
  path: list(step, 200),
  change: oneOf('added', 'removed', 'changed', 'reordered', 'formatted'),
  'old?': json,
  'new?': json,
  'noise?': oneOf('hash'),
})
const fields = list(field, many)
const objectChange = oneOf('created', 'removed', 'changed', 'renamed', 'moved')
const unit = object({
  ...{ unit: text, env: text, path: text, change: oneOf('added', 'removed', 'changed', 'moved'), 'from?': text },
  objects: list(object({ id, change: objectChange, 'from?': id, 'pairedBy?': text, fields }), many),
})
const folded = object({
  ...{ change: objectChange, 'whole?': oneOf(true), fields },
  objects: list(object({ unit: text, id, 'from?': id }), many),
})
const position = object({ file: text, 'line?': count, 'col?': count })
const finding = object({ code: text, unit: text, at: position, message: text })
const broken = object({ unit: text, at: oneOf('base', 'head', 'both'), findings: list(finding, many) })
const image = object({ unit: text, env: text, object: id, container: text, 'old?': text, 'new?': text })
const fate = object({ id, fate: oneOf('created', 'changed', 'pruned', 'kept', 'replaced', 'hook'), 'because?': text })
const application = object({
  ...{ name: text, env: text, 'set?': text, 'from?': text, 'unit?': text, fields, fates: list(fate, many), revision: text },
  change: oneOf('added', 'removed', 'orphaned', 'renamed', 'moved', 'changed', 'synced'),
  reaches: oneOf('merge', 'release'),
})
const chart = object({
  ...{ application: text, env: text, change: oneOf('added', 'removed', 'changed'), chart: text },
  ...{ 'oldVersion?': text, 'newVersion?': text, values: fields, 'revision?': text },
})
const changes = { units: list(unit, many), folded: list(folded, many), broken: list(broken, many), images: list(image, many) }
const revision = object({ revision: text, 'commit?': text })
const danger = object({
  ...{ rule: text, name: text, severity: oneOf('blocks', 'warns'), 'unit?': text, 'object?': id, 'path?': list(step, 200), 'file?': text },
  ...{ problem: text, why: text, fix: text, more: text, 'acknowledged?': text },
})
const side = object({ ref: text, tree: commit, commit })

const report: Shape = object({
  ...{ schema: oneOf('diff/v1'), base: side, head: side, incomplete: list(text, many), changedFiles: list(text, many), ...changes },
  applications: list(application, many),
  charts: list(chart, many),
  releases: list(object({ env: text, old: revision, new: revision, 'problem?': text, ...changes }), 1000),
  skew: list(object({ app: text, container: text, images: mapOf(text) }), many),
  dangers: list(danger, many),
  fingerprint: digest,
  versions: object({ tool: text, engine: text, kustomize: text }),
  ...{ built: count, of: count },
  timing: list(object({ phase: text, ms: count }), 1000),
})

/**
 * The report in the bytes that another job uploaded. Nothing about them is trusted: they are JSON of the shape of diff/data.ts, of the
 * commits that were asked for, or a BadReport that says where they aren't.
 */
export const readReport = (bytes: Buffer, { head }: { head: string }): Report => {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new BadReport('the report that was uploaded is not JSON')
  }
  const problem = report(value, 'report')
  if (problem) throw new BadReport(`the report that was uploaded has another shape: ${inline(problem)}`)
  const found = value as Report
  if (found.head.commit !== head || found.head.tree !== head)
    throw new BadReport(`the report that was uploaded is of ${found.head.commit}, not of ${head}`)
  return found
}
