import type { Report } from '../data.ts'
import { stateOf } from '../entries-danger.ts'
import { labelsOf } from '../labels.ts'
import { sideText } from '../text.ts'
import { plural } from '../text-folded.ts'
import { code, prose } from './escape.ts'

/** Rules that say something, with how often: `D09` × 3. */
const rules = (dangers: Report['dangers'], state: string): string => {
  const some = [
    ...Map.groupBy(
      dangers.filter(danger => stateOf(danger) === state),
      ({ rule }) => rule,
    ),
  ]
  const said = some.slice(0, 60).map(([rule, group]) => `${code(rule, 40)}${group.length > 1 ? ` × ${group.length}` : ''}`)
  return `${said.join(', ')}${some.length > 60 ? ` and ${some.length - 60} other rules` : ''}`
}

const dangerLines = (dangers: Report['dangers']): string[] => {
  const count = (state: string): number => dangers.filter(danger => stateOf(danger) === state).length
  const [blocks, warns, acknowledged] = ['blocks', 'warns', 'acknowledged'].map(count)
  return [
    ...(blocks ? [`- **Dangers, not acknowledged:** ${blocks} (${rules(dangers, 'blocks')})`] : []),
    ...(warns ? [`- **Warnings:** ${warns} (${rules(dangers, 'warns')})`] : []),
    ...(acknowledged ? [`- **Acknowledged:** ${acknowledged} (${rules(dangers, 'acknowledged')})`] : []),
    ...(dangers.length === 0 ? ['- **Dangers:** none'] : []),
  ]
}

/** So many reasons stand on the first line; all are below. */
const most = 5

const incompleteLine = ({ incomplete }: Report): string => {
  const more = incomplete.length > most ? `; and ${incomplete.length - most} more` : ''
  return `- **Incomplete:** ${incomplete
    .slice(0, most)
    .map(line => prose(line, 300))
    .join('; ')}${more}`
}

const countLine = ({ units, folded, applications, releases, charts, built, of }: Report): string => {
  const objects = units.reduce((sum, unit) => sum + unit.objects.length, 0)
  const what = folded.length === 0 ? 'none' : `${folded.length} in ${plural(objects, 'object')} of ${plural(units.length, 'unit')}`
  const more = [
    ...(applications.length > 0 ? [plural(applications.length, 'Application')] : []),
    ...(releases.length > 0 ? [plural(releases.length, 'release')] : []),
    ...(charts.length > 0 ? [plural(charts.length, 'chart')] : []),
  ]
  return `- **Changes:** ${[what, ...more].join(', ')}; built ${built} of ${plural(of, 'unit')}`
}

/** The first lines: whether all is here, what is dangerous, what was acknowledged, how much, which labels. */
export const headLines = (report: Report): string => {
  const labels = labelsOf(report)
  const shown = labels.slice(0, 40).map(label => code(label, 50))
  return [
    ...(report.incomplete.length > 0 ? [incompleteLine(report)] : []),
    ...dangerLines(report.dangers),
    countLine(report),
    ...(labels.length > 0 ? [`- **Labels:** ${shown.join(', ')}${labels.length > 40 ? ` and ${labels.length - 40} more` : ''}`] : []),
  ].join('\n')
}

/** What the report was made from and with, and where all of it is. */
export const footLines = ({ base, head, fingerprint, versions, timing }: Report, where: string): string => {
  const side = head.tree === 'work' ? '' : ` --head ${head.commit}`
  const phases = timing.slice(0, 30).map(({ phase, ms }) => `${prose(phase, 40)} ${(ms / 1000).toFixed(2)} s`)
  return [
    `- base ${code(sideText(base))} ${code(base.commit)}, head ${code(sideText(head))} ${code(head.commit)}`,
    `- inputs ${code(fingerprint)}`,
    `- tool ${code(versions.tool)}, engine ${code(versions.engine)}, kustomize ${code(versions.kustomize)}`,
    `- ${phases.join(', ')}`,
    `- the whole report: ${where}${code(`pnpm diff --base ${base.commit}${side}`)}`,
  ].join('\n')
}
