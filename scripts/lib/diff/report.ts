import { createHash } from 'node:crypto'
import { chartSentences } from './chart-text.ts'
import type { Compared } from './compare.ts'
import type { UnitPair } from './comparison.ts'
import type { ApplicationChange, BrokenUnit, ChartChange, Release, Report } from './data.ts'
import { fold } from './fold.ts'
import { imageChanges } from './images.ts'
import { unitChange } from './units.ts'

/** What is reported beside the comparison of units; each part comes from its own module. */
export type Parts = {
  applications: readonly ApplicationChange[]
  charts: readonly ChartChange[]
  releases: readonly Release[]
  skew: Report['skew']
  dangers: Report['dangers']
  versions: Report['versions']
  timing: Report['timing']
  targets: readonly string[]
}

/** The changes of compared units, whole, folded, as images, and what couldn't be built. */
export const changesOf = (
  units: readonly UnitPair[],
  isNew: (name: string) => boolean,
  isGone: (name: string) => boolean,
): Pick<Report, 'units' | 'folded' | 'images' | 'broken'> => ({
  units: units.flatMap(pair => unitChange(pair, isNew(pair.unit.name), isGone(pair.unit.name)) ?? []),
  folded: fold(units),
  images: imageChanges(units),
  broken: units.flatMap(({ broken }) => broken ?? []),
})

/** Puts a report together. */
export const reportOf = ({ comparison: { base, head, changed, units }, built, of, trees }: Compared, parts: Parts): Report => {
  const inBase = new Set(base.units.map(({ name }) => name))
  const inHead = new Set(head.units.map(({ name }) => name))
  const changes = changesOf(
    units,
    name => !inBase.has(name),
    name => !inHead.has(name),
  )
  const { targets, ...rest } = parts
  const broken = [...changes.broken, ...parts.releases.flatMap(release => release.broken)]
  return {
    base: base.name,
    head: head.name,
    incomplete: incomplete(broken, parts.charts, parts.releases),
    changedFiles: [...changed].sort(),
    ...changes,
    ...rest,
    fingerprint: fingerprint([trees.fingerprint, parts.versions.engine, ...targets]),
    ...{ built, of },
  }
}

const where = { base: 'at base', head: 'at head', both: 'on both sides' } as const

/** What the first line must say: which units couldn't be built, which charts changed that only Argo CD renders, which release isn't here. */
const incomplete = (broken: readonly BrokenUnit[], charts: readonly ChartChange[], releases: readonly Release[]): string[] => [
  ...broken.map(({ unit, at }) => `${unit} can't be built ${where[at]}`),
  ...releases.flatMap(({ env, problem }) => (problem ? [`the release of ${env}: ${problem}`] : [])),
  ...chartSentences(charts),
]

const fingerprint = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex')
