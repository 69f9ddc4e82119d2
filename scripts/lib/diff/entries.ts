import { inline, printable } from '../failure.ts'
import type { Finding } from '../findings.ts'
import { findingText, plain } from '../report/text.ts'
import type { BrokenUnit, FieldChange, Folded, Release, Report } from './data.ts'
import { applicationEntries, chartEntries, imageEntries, skewEntries } from './entries-argo.ts'
import { dangerEntries } from './entries-danger.ts'
import { type Hunk, hunksOf } from './hunks.ts'
import { idText } from './identity.ts'
import { members, plural, subject } from './text-folded.ts'

/** What a report says, in its order, with the heading of each part. */
export const sectionTitles = {
  dangers: 'Dangers',
  broken: "Units that can't be built",
  releases: 'Releases',
  changes: 'Changes',
  images: 'Images',
  applications: 'Applications',
  charts: 'Charts',
  skew: 'Image skew',
} as const
export type Section = keyof typeof sectionTitles

/**
 * One thing that a report says, for the formats that unfold it. Texts are as they came from the repository, redacted, not escaped; those in
 * hunks are printable.
 */
export type Entry = {
  section: Section
  /** What happened, in a word. */
  badge: string
  /** To what. */
  title: string
  /** How far it reaches, or when. */
  note: string
  /** Sentences. */
  lines: readonly string[]
  /** Where: units with their objects, or whatever stands for them. */
  places: readonly string[]
  /** `<env>/<app>` or whatever the unit is called, for filters and counts. */
  units: readonly string[]
  /** Made when asked for: a report that is cut needs few of them. */
  hunks?: () => Iterable<Hunk>
}

/** All that a report shows, what can hurt first. */
export const entriesOf = (report: Report): Entry[] => [
  ...dangerEntries(report.dangers),
  ...report.broken.map(brokenEntry),
  ...report.releases.flatMap(releaseEntries),
  ...report.folded.flatMap(one => foldedEntry('changes', one, report.units)),
  ...imageEntries([...report.images, ...report.releases.flatMap(({ images }) => images)]),
  ...applicationEntries(report.applications),
  ...chartEntries(report.charts),
  ...skewEntries(report.skew),
]

const where = { base: 'at base', head: 'at head', both: 'on both sides' } as const

/** A finding that was read from JSON has its sentence; its code may be one that only another version of the tool knows. */
const sentenceOf = (finding: Finding & { message?: string }): string => {
  const { at, code, unit, message } = finding
  if (message === undefined) return findingText(finding, plain)
  const place = [at.file, at.line, at.col].filter(part => part !== undefined).join(':')
  return `${inline(place)}  ${inline(code)}  ${inline(unit)}: ${printable(message)}`
}

const brokenEntry = ({ unit, at, findings }: BrokenUnit): Entry => ({
  ...{ section: 'broken', badge: "can't be built", title: unit, note: where[at] ?? '', lines: [], places: [], units: [unit] },
  hunks: () =>
    findings.map(finding => ({
      title: '',
      lines: sentenceOf(finding)
        .split('\n')
        .map(text => ({ kind: 'same' as const, text })),
    })),
})

type Units = Report['units']

/** Fields as an entry's hunks; an entry without fields has none. */
export const fieldHunks = (fields: readonly FieldChange[]): Pick<Entry, 'hunks'> =>
  fields.length > 0 ? { hunks: () => hunksOf(fields) } : {}

const foldedEntry = (section: 'changes' | 'releases', folded: Folded, units: Units): Entry[] => {
  const { change, whole, fields, objects } = folded
  if (objects.length === 0) return []
  const names = [...new Set(objects.map(({ unit }) => unit))]
  const was = objects.flatMap(({ from, id }) => (from && change !== 'changed' ? [`was ${idText(from, true)}, is ${idText(id, true)}`] : []))
  return [
    {
      ...{ section, badge: change, title: subject(objects), units: names, lines: was },
      note: names.length === 1 ? `in ${names[0]}` : `in ${plural(names.length, 'unit')}`,
      places: names.length > 1 || whole ? members(objects) : [],
      ...(whole ? { hunks: () => wholeHunks(objects, units) } : fieldHunks(fields)),
    },
  ]
}

/** The objects of units that come or go whole: what is folded says only their names. */
function* wholeHunks(objects: Folded['objects'], units: Units): Iterable<Hunk> {
  const fields = byKey(units)
  for (const { unit, id } of objects)
    for (const hunk of hunksOf(fields.get(`${unit}\n${JSON.stringify(id)}`) ?? []))
      yield { ...hunk, title: inline(`${unit}  ${idText(id)}`) }
}

const keyed = new WeakMap<Units, Map<string, Units[number]['objects'][number]['fields']>>()
/** The fields of each object by its unit and id, made once for a report. */
const byKey = (units: Units): Map<string, Units[number]['objects'][number]['fields']> => {
  const known = keyed.get(units)
  if (known) return known
  const made = new Map(
    units.flatMap(({ unit, objects }) => objects.map(({ id, fields }) => [`${unit}\n${JSON.stringify(id)}`, fields] as const)),
  )
  keyed.set(units, made)
  return made
}

const releaseEntries = ({ env, old, new: next, problem, folded, units }: Release): Entry[] => [
  {
    ...{ section: 'releases', badge: 'release', title: `${env}: ${old.revision} → ${next.revision}`, places: [] },
    note: folded.length === 0 && !problem ? 'no changes' : plural(units.length, 'unit'),
    lines: [...(problem ? [problem] : []), ...commitLine(old.commit, next.commit)],
    units: [env],
  },
  ...folded.flatMap(one => foldedEntry('releases', one, units)),
]

const commitLine = (old: string | undefined, next: string | undefined): string[] => (old && next ? [`from commit ${old} to ${next}`] : [])
