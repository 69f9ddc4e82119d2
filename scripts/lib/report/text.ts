import { styleText } from 'node:util'
import { inline, printable } from '../failure.ts'
import { type Finding, message, type Position } from '../findings.ts'
import type { RenderReport, UnitRow } from './data.ts'

type Style = Parameters<typeof styleText>[0]
/** Colours text, or doesn't; the choice is made once, by the command. */
export type Paint = (style: Style, text: string) => string
export const plain: Paint = (_, text) => text
export const colours: Paint = (style, text) => styleText(style, text, { validateStream: false })

const place = ({ file, line, col }: Position): string => [file, line, col].filter(part => part !== undefined).join(':')

/** A finding as people read it: where, code, what is wrong and what fixes it. Text of the repository is made printable here. */
export const findingText = (finding: Finding, paint: Paint): string => {
  const [first = '', ...rest] = printable(message(finding)).split('\n')
  const head = `${inline(place(finding.at))}  ${paint('red', finding.code)}  ${inline(finding.unit)}: ${first}`
  // Indented: no line of a message can be taken for a finding of its own.
  const more = rest.map(line => (line.startsWith('    ') ? line : `    ${line}`))
  return [
    head,
    ...more.map(line => paint(line.trimStart().startsWith('+') ? 'green' : line.trimStart().startsWith('-') ? 'red' : 'dim', line)),
  ].join('\n')
}

const goldenStyle: Record<UnitRow['golden'], Style> = {
  same: 'green',
  updated: 'green',
  drift: 'red',
  missing: 'red',
  unknown: 'dim',
  off: 'dim',
}

const titles = ['unit', 'objects', 'ms', 'schemas', 'golden']

const cellsOf = (unit: UnitRow): string[] => [
  inline(unit.name),
  unit.objects === undefined ? '-' : String(unit.objects),
  unit.ms.toFixed(0),
  unit.schemas ? `${unit.schemas.covered} of ${unit.schemas.total}` : '-',
  unit.golden === 'unknown' ? '-' : unit.golden,
]

/**
 * A table that may be printed while its last rows are not known yet: each call gives lines for some units, the first call the titles too. The
 * first column is text, the others are aligned to the right but the last; none gets narrower on the way.
 * @param names of all units that will come
 */
export const startTable = (names: readonly string[], paint: Paint): ((units: readonly UnitRow[]) => string) => {
  const widths = titles.map((title, column) => (column === 0 ? longest([title, ...names.map(inline)]) : title.length))
  const last = titles.length - 1
  const line = (cells: string[]): string[] =>
    cells.map((cell, i) => (i === last ? cell : i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
  let begun = false
  return units => {
    const rows = units.map(cellsOf)
    for (const [column] of titles.entries()) widths[column] = Math.max(widths[column] ?? 0, longest(rows.map(cells => cells[column] ?? '')))
    const head = begun ? [] : [paint('dim', line(titles).join('  '))]
    begun = true
    const painted = rows.map((cells, i) => [
      ...line(cells).slice(0, last),
      paint(goldenStyle[units[i]?.golden ?? 'off'], cells[last] ?? ''),
    ])
    return [...head, ...painted.map(cells => cells.join('  '))].join('\n')
  }
}

const longest = (texts: readonly string[]): number => texts.reduce((most, { length }) => Math.max(most, length), 0)

/** The whole report for a terminal. */
export const renderText = (report: RenderReport, paint: Paint): string => {
  const table = startTable(
    report.units.map(({ name }) => name),
    paint,
  )
  return [table(report.units), afterTable(report, paint)].join('\n\n')
}

/** What follows the table: warnings, findings, what was written, and one line that sums up. */
export const afterTable = (report: RenderReport, paint: Paint): string => {
  const warnings = [...new Set(report.units.flatMap(unit => unit.warnings))].map(text => paint('yellow', `warning  ${inline(text.trim())}`))
  const findings = report.findings.map(finding => findingText(finding, paint))
  return [warnings, findings, changes(report), [summary(report, paint)]]
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')
}

const changes = ({ updated }: RenderReport): string[] => [
  ...(updated?.written ?? []).map(path => `wrote    ${inline(path)}`),
  ...(updated?.deleted ?? []).map(path => `deleted  ${inline(path)}`),
]

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

const summary = ({ units, findings, tree, ms }: RenderReport, paint: Paint): string => {
  const objects = units.reduce((sum, unit) => sum + (unit.objects ?? 0), 0)
  const covered = units.reduce((sum, unit) => sum + (unit.schemas?.covered ?? 0), 0)
  const verdict = findings.length === 0 ? paint('green', 'no findings') : paint('red', plural(findings.length, 'finding'))
  const where = tree === 'work' ? '' : ` at ${tree.slice(0, 12)}`
  return `${plural(units.length, 'unit')}${where}, ${plural(objects, 'object')}, ${covered} of ${objects} with a schema, ${verdict}, ${(ms / 1000).toFixed(2)} s`
}
