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

/** A table: the first column is text, the others are aligned to the right but the last. */
const table = (rows: string[][]): string[][] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const last = widths.length - 1
  return rows.map(row => row.map((cell, i) => (i === 0 || i === last ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))))
}

/** The whole report for a terminal. */
export const renderText = (report: RenderReport, paint: Paint): string => {
  const cells = report.units.map(unit => [
    inline(unit.name),
    unit.objects === undefined ? '-' : String(unit.objects),
    unit.ms.toFixed(0),
    unit.schemas ? `${unit.schemas.covered} of ${unit.schemas.total}` : '-',
    unit.golden === 'unknown' ? '-' : unit.golden,
  ])
  const [head, ...body] = table([['unit', 'objects', 'ms', 'schemas', 'golden'], ...cells])
  const lines = body.map((row, i) =>
    [...row.slice(0, -1), paint(goldenStyle[report.units[i]?.golden ?? 'off'], (row.at(-1) ?? '').trimEnd())].join('  '),
  )
  const warnings = [...new Set(report.units.flatMap(unit => unit.warnings))].map(text => paint('yellow', `warning  ${inline(text.trim())}`))
  const findings = report.findings.map(finding => findingText(finding, paint))
  const blocks = [
    [paint('dim', (head ?? []).join('  ').trimEnd()), ...lines],
    warnings,
    findings,
    changes(report),
    [summary(report, paint)],
  ]
  return blocks
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
