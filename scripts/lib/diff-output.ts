import type { Report } from './diff/data.ts'
import { redacted } from './diff/redacted.ts'
import type { Pen } from './diff/text-fields.ts'
import type { DiffOptions } from './diff-options.ts'
import { inline } from './failure.ts'
import { print, printExact } from './print.ts'
import { writeOut } from './write-out.ts'

/** Writes a report to stdout or into the file that was asked for, without the secrets in it. */
export const showReport = async (report: Report, options: DiffOptions): Promise<void> => {
  const text = await textOf(redacted(report), options)
  if (options.out !== undefined) writeOut(options.out, text)
  // What is read by its form is redacted text by text, and a second time could only break the form.
  else if (options.output === 'text' || options.output === 'names') print(text)
  else printExact(text)
}

const textOf = async (report: Report, options: DiffOptions): Promise<string> => {
  switch (options.output) {
    case 'names':
      return report.units.map(({ unit }) => `${inline(unit)}\n`).join('')
    case 'json':
      return `${(await import('./diff/json.ts')).diffJson(report)}\n`
    case 'markdown':
      return (await import('./diff/markdown/markdown.ts')).diffMarkdown(report)
    case 'html':
      return (await import('./diff/html/html.ts')).diffHtml(report)
    case 'text':
      return `${(await import('./diff/text.ts')).diffText(report, await penOf(options))}\n`
  }
}

/** Colours, and lines as wide as the terminal; elsewhere nothing is cut. */
export const penOf = async ({ colour, out }: DiffOptions): Promise<Pen> => {
  const { colours, plain } = await import('./report/text.ts')
  const toTerminal = process.stdout.isTTY && out === undefined
  return { paint: colour && out === undefined ? colours : plain, width: toTerminal ? process.stdout.columns : Number.POSITIVE_INFINITY }
}
