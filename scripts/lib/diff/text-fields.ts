import type { Paint } from '../report/text.ts'
import type { FieldChange } from './data.ts'
import { type Hunk, hunksOf } from './hunks.ts'
import type { DiffLine } from './unified.ts'

/** How a report is written: colours, and the columns of the terminal. */
export type Pen = { paint: Paint; width: number }

/** A line of a report, cut to the terminal's width. */
export const cut = (text: string, { width }: Pen): string => (text.length > width ? `${text.slice(0, Math.max(1, width - 1))}…` : text)

const looks = { added: ['+', 'green'], removed: ['-', 'red'], same: [' ', 'dim'], hunk: [' ', 'dim'] } as const

const lineText = ({ kind, text }: DiffLine, pen: Pen): string => {
  const [sign, style] = looks[kind]
  return pen.paint(style, cut(`      ${sign} ${text}`, pen))
}

const hunkLines = ({ title, note, lines }: Hunk, pen: Pen): string[] => [
  ...(title ? [cut(`    ${title}`, pen)] : []),
  ...(note ? [pen.paint('dim', cut(`    ${title ? '  ' : ''}${note}`, pen))] : []),
  ...lines.map(line => lineText(line, pen)),
]

/** The changed fields of an object, each with its old and new value; what follows generated names is one line. */
export const fieldLines = (fields: readonly FieldChange[], pen: Pen): string[] => hunksOf(fields).flatMap(hunk => hunkLines(hunk, pen))
