import fc from 'fast-check'
import type { FieldChange, ObjectId, Report, UnitChange } from '../../scripts/lib/diff/data.ts'
import { hostileText as text } from './hostile-text.ts'

/** A report of nothing, to be filled. */
export const emptyReport: Report = {
  base: { ref: 'main', tree: 'a'.repeat(40), commit: 'a'.repeat(40) },
  head: { ref: 'working tree', tree: 'work', commit: 'b'.repeat(40) },
  ...{
    incomplete: [],
    changedFiles: [],
    units: [],
    folded: [],
    applications: [],
    charts: [],
    releases: [],
    images: [],
    skew: [],
    broken: [],
  },
  ...{ dangers: [], fingerprint: 'c'.repeat(64), built: 0, of: 0, timing: [{ phase: 'build', ms: 12.5 }] },
  versions: { tool: '1.0.0', engine: 'e'.repeat(20), kustomize: 'v5.8.1' },
}

const id: fc.Arbitrary<ObjectId> = fc.record({ group: text, kind: text, namespace: text, name: text })
const value: fc.Arbitrary<unknown> = fc.oneof(text, fc.integer(), fc.constant(null), fc.dictionary(text, text, { maxKeys: 3 }))
const field: fc.Arbitrary<FieldChange> = fc.record({
  path: fc.array(
    fc.oneof(
      text,
      fc.nat(9),
      fc.dictionary(text, text, { maxKeys: 2 }).map(by => ({ by })),
    ),
    { maxLength: 4 },
  ),
  change: fc.constantFrom('added', 'removed', 'changed', 'reordered', 'formatted'),
  old: value,
  new: value,
})
const fields = fc.array(field, { maxLength: 4 })
const change = fc.constantFrom('created', 'removed', 'changed', 'renamed', 'moved')
const unit: fc.Arbitrary<UnitChange> = fc.record({
  ...{ unit: text, env: text, path: text, from: text, change: fc.constantFrom('added', 'removed', 'changed', 'moved') },
  objects: fc.array(fc.record({ id, change, fields }), { maxLength: 3 }),
})
const folded = fc.record({ change, fields, objects: fc.array(fc.record({ unit: text, id, from: id }), { minLength: 1, maxLength: 5 }) })
/** In JSON a finding has its sentence. */
const fromJson = { message: fc.option(text, { nil: undefined }) }
const broken = fc.record({
  ...{ unit: text, at: fc.constantFrom('base', 'head', 'both') },
  findings: fc.array(
    fc.record({ code: fc.constant('BUILD_FAILED'), unit: text, error: text, at: fc.record({ file: text }), ...fromJson }),
    {
      maxLength: 2,
    },
  ),
})
const fate = fc.record({ id, fate: fc.constantFrom('created', 'changed', 'pruned', 'kept', 'replaced', 'hook'), because: text })
const application = fc.record({
  ...{ name: text, env: text, unit: text, from: text, fields, fates: fc.array(fate, { maxLength: 3 }), revision: text },
  change: fc.constantFrom('added', 'removed', 'orphaned', 'renamed', 'moved', 'changed', 'synced'),
  reaches: fc.constantFrom('merge', 'release'),
})
const image = fc.record({ unit: text, env: text, object: id, container: text, old: text, new: text })
const danger = fc.record({
  ...{ rule: text, severity: fc.constantFrom('blocks', 'warns'), name: text, unit: text, object: id },
  ...{ problem: text, why: text, fix: text, more: text, file: text },
  acknowledged: fc.option(text, { nil: undefined }),
})
const chart = fc.record({
  ...{ application: text, env: text, chart: text, oldVersion: text, newVersion: text, values: fields },
  change: fc.constantFrom('added', 'removed', 'changed'),
})
const some = <T>(one: fc.Arbitrary<T>, maxLength = 5): fc.Arbitrary<T[]> => fc.array(one, { maxLength })
const release = fc.record({
  ...{ env: text, old: fc.record({ revision: text }), new: fc.record({ revision: text }), problem: text },
  ...{ units: some(unit, 2), folded: some(folded, 2), broken: some(broken, 1), images: some(image, 2) },
})

/** Any report in which every text is hostile. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    ...{ incomplete: some(text, 8), units: some(unit), folded: some(folded), applications: some(application), images: some(image) },
    ...{ charts: some(chart), broken: some(broken, 2), releases: some(release, 2), dangers: some(danger) },
    skew: some(fc.record({ app: text, container: text, images: fc.dictionary(text, text, { maxKeys: 3 }) }), 2),
  })
  .map(parts => ({ ...emptyReport, ...(parts as unknown as Partial<Report>) }))
