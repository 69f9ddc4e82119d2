import { inline } from '../failure.ts'
import { findingText } from '../report/text.ts'
import type { Report, SideName } from './data.ts'
import { applicationLines, chartLines, imageLines, releaseLines, skewLines } from './text-argo.ts'
import { dangerLines } from './text-danger.ts'
import type { Pen } from './text-fields.ts'
import { foldedLines } from './text-folded.ts'

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

export const sideText = ({ ref, tree, commit }: SideName): string =>
  tree === 'work'
    ? `the working tree on ${commit.slice(0, 12)}`
    : ref === commit
      ? commit.slice(0, 12)
      : `${commit.slice(0, 12)} (${inline(ref)})`

/** The whole report for a terminal. */
export const diffText = (report: Report, pen: Pen): string => {
  const { paint } = pen
  const blocks = [
    report.incomplete.length > 0 ? [`${paint('red', 'incomplete')}: ${incompleteText(report.incomplete)}`] : [],
    [`${paint('dim', 'base')} ${sideText(report.base)}`, `${paint('dim', 'head')} ${sideText(report.head)}`],
    dangerLines(report.dangers, pen),
    report.broken.flatMap(({ at, findings }) =>
      findings.map(finding => `${at === 'base' ? 'at base: ' : ''}${findingText(finding, paint)}`),
    ),
    ...report.releases.map(release => releaseLines(release, pen)),
    ...report.folded.map(one => foldedLines(one, pen)),
    imageLines([...report.images, ...report.releases.flatMap(({ images }) => images)], pen),
    skewLines(report.skew),
    chartLines(report.charts, pen),
    applicationLines(report.applications, pen),
    [summary(report, pen)],
    [paint('dim', madeWith(report))],
  ]
  return blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')
}

/** So many reasons stand on the first line; what they are about is all below. */
const most = 8

const incompleteText = (reasons: readonly string[]): string =>
  `${reasons.slice(0, most).map(inline).join('; ')}${reasons.length > most ? `; and ${reasons.length - most} more, all below` : ''}`

const summary = ({ units, folded, broken, built, of, releases }: Report, { paint }: Pen): string => {
  const objects = units.reduce((sum, unit) => sum + unit.objects.length, 0)
  const what =
    folded.length === 0
      ? paint('green', 'no changes')
      : `${plural(folded.length, 'change')} in ${plural(objects, 'object')} of ${plural(units.length, 'unit')}`
  const failed = broken.length > 0 ? `, ${paint('red', `${plural(broken.length, 'unit')} can't be built`)}` : ''
  const moved = releases.map(({ env, folded: brought }) => `, and the release of ${inline(env)} with ${plural(brought.length, 'change')}`)
  return `${what}${moved.join('')}${failed}; built ${built} of ${plural(of, 'unit')}`
}

const madeWith = ({ versions, timing, fingerprint }: Report): string => {
  const phases = timing.map(({ phase, ms }) => `${phase} ${(ms / 1000).toFixed(2)} s`).join(', ')
  return `inputs ${fingerprint.slice(0, 12)}, tool ${versions.tool}, engine ${versions.engine}, kustomize ${versions.kustomize}; ${phases}`
}
