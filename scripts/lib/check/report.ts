import type { Tree } from '../engine.ts'
import { exit, inline, printable } from '../failure.ts'
import type { Position } from '../findings.ts'
import type { Paint } from '../report/text.ts'
import type { ShardPart } from '../shard/part.ts'
import type { CheckFinding } from './finding.ts'

/** What a part says of itself, and what it says of sources in folders that no unit of it reads: true when all parts say it. */
export type CheckPart = ShardPart & { elsewhere: CheckFinding[] }

/**
 * What a check is reported from, whatever the format. `waivers` is absent where nothing delivers any. `ms` is wall time. `shard` says of which
 * whole it is a part.
 */
export type CheckReport = {
  tree: Tree
  date: string
  units: number
  objects: number
  rules: number
  findings: CheckFinding[]
  waivers: { count: number; next: string | undefined } | undefined
  ms: number
  shard?: CheckPart
}

/** The version of the JSON below; a field is added without a new one, removed or changed never. */
export const checkSchema = 'check/v1'

/** What a terminal or a CI runner might act on, which JSON can also write as an escape; C0 is escaped already. */
const unsafe = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|#(?=#(?:\[|vso\[))/g

/** The report as data: the same as the text. */
export const checkJson = ({ ms, ...report }: CheckReport): string =>
  JSON.stringify({ schema: checkSchema, ...report, ms: Math.round(ms) }, null, 2).replace(
    unsafe,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** The exit code of a check. @param badInput something couldn't be built, or a source is not what it seems */
export const checkStatus = (findings: readonly CheckFinding[], badInput: boolean): number =>
  badInput ? exit.badInput : findings.some(({ severity }) => severity === 'error') ? exit.findings : exit.fine

const place = ({ file, line, col }: Position): string => [file, line, col].filter(part => part !== undefined).join(':')
const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`

/** The whole report for a terminal: a block per file, then one line that sums up. */
export const checkText = (report: CheckReport, paint: Paint): string => {
  const files = Map.groupBy(report.findings, finding => finding.at.file)
  const blocks = [...files.values()].map(findings => findings.map(finding => findingText(finding, paint)).join('\n'))
  return [...blocks, summary(report, paint)].join('\n\n')
}

/** A finding as people read it. Text of the repository is made printable here. */
export const findingText = ({ code, severity, units, at, message }: CheckFinding, paint: Paint): string => {
  const [first = '', ...rest] = printable(message).split('\n')
  const one = units.length === 1 && units[0] && !at.file.startsWith(units[0]) ? `${inline(units[0])}: ` : ''
  const head = `${inline(place(at))}  ${paint(severity === 'error' ? 'red' : 'yellow', code)}${severity === 'error' ? '' : ' (warning)'}  ${one}${first}`
  // Indented: no line of a message can be taken for a finding of its own.
  const more = rest.map(line => paint('dim', line.startsWith('    ') ? line : `    ${line}`))
  const where = units.length > 1 ? [paint('dim', `    in ${inline(units.join(', '))}`)] : []
  return [head, ...more, ...where].join('\n')
}

const summary = ({ tree, units, objects, rules, findings, waivers, ms }: CheckReport, paint: Paint): string => {
  const errors = findings.filter(finding => finding.severity === 'error').length
  const warnings = findings.length - errors
  const verdict = [
    errors === 0 ? paint('green', 'no errors') : paint('red', plural(errors, 'error')),
    ...(warnings > 0 ? [paint('yellow', plural(warnings, 'warning'))] : []),
  ].join(', ')
  const where = tree === 'work' ? '' : ` at ${tree.slice(0, 12)}`
  const waived = waivers === undefined ? [] : [`${plural(waivers.count, 'waiver')}${waivers.next ? `, next expiry ${waivers.next}` : ''}`]
  const counts = `${plural(units, 'unit')}${where}, ${plural(objects, 'object')}, ${plural(rules, 'rule')}`
  return [`${counts}, ${verdict}, ${(ms / 1000).toFixed(2)} s`, ...waived].join('\n')
}
