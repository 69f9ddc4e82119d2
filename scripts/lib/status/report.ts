import { inline } from '../failure.ts'
import type { Paint } from '../report/text.ts'
import type { Row } from './rows.ts'

const marks = { fine: '✔', missing: '✘', manual: '·' } as const
const styles = { fine: 'green', missing: 'red', manual: 'dim' } as const

const shown = (revision: string): string => inline(/^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 12) : revision)

/** A line for each Application, and a line that counts. */
export const statusText = (env: string, where: string, rows: readonly Row[], paint: Paint): string => {
  const cells = rows.map(({ name, sync, health, revisions }) => [
    inline(name),
    inline(sync),
    inline(health),
    revisions.map(shown).join(' '),
  ])
  const all = [['application', 'sync', 'health', 'runs'], ...cells]
  const widths = [0, 1, 2].map(column => Math.max(...all.map(row => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const lines = rows.flatMap(({ state, missing }, i) => [
    `${paint(styles[state], marks[state])} ${line(cells[i] ?? [])}`,
    ...(missing && state === 'missing' ? [paint('dim', `    ${inline(missing)}`)] : []),
  ])
  const open = rows.filter(({ state }) => state === 'missing').length
  const manual = rows.filter(({ state }) => state === 'manual').length
  const verdict = open === 0 ? paint('green', 'all Synced and Healthy') : paint('red', `${open} not Synced and Healthy`)
  const hand = manual > 0 ? `, ${manual} waiting for a person` : ''
  return [
    paint('dim', `  ${line(all[0] ?? [])}`),
    ...lines,
    '',
    `${env} at ${inline(where)}: ${rows.length} Applications, ${verdict}${hand}`,
  ].join('\n')
}

export const statusJson = (env: string, where: string, rows: readonly Row[]): string =>
  JSON.stringify({ schema: 'status/v1', env, where, applications: rows }, undefined, 2)
