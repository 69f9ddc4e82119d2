import { dirname } from 'node:path'
import { inline } from '../failure.ts'
import type { Position } from '../findings.ts'
import { findingText, plain } from '../report/text.ts'
import type { Answer } from './answer.ts'

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
const place = ({ file, line, col }: Position): string => inline([file, line, col].filter(part => part !== undefined).join(':'))

/** An answer as people read it. */
export const whyText = (answer: Answer): string => {
  if ('field' in answer) return fieldText(answer)
  return 'readBy' in answer ? readersText(answer) : readsText(answer)
}

const readersText = ({ file, readBy }: Extract<Answer, { readBy: unknown }>): string => {
  if (readBy.length === 0) return `${inline(file)}: no unit reads it`
  const width = Math.max(...readBy.map(({ unit }) => unit.length))
  return [
    `${inline(file)}: ${plural(readBy.length, 'unit')} ${readBy.length === 1 ? 'reads' : 'read'} it`,
    ...readBy.map(({ unit, chain }) => `  ${inline(unit).padEnd(width)}  ${chain.map(inline).join(' → ')}`),
  ].join('\n')
}

const readsText = ({ unit, files, absent, findings }: Extract<Answer, { files: unknown }>): string => {
  const folders = new Map<string, string[]>()
  for (const file of files) folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file.slice(file.lastIndexOf('/') + 1)])
  return [
    `${inline(unit)} reads ${plural(files.length, 'file')}`,
    ...[...folders].flatMap(([folder, names]) => [`  ${inline(folder)}/`, ...names.map(name => `    ${inline(name)}`)]),
    ...(absent.length > 0 ? [`and looked in vain for ${absent.map(inline).join(', ')}`] : []),
    ...findings.map(finding => findingText(finding, plain)),
  ].join('\n')
}

const fieldText = ({ unit, object, field, value, at, overrode }: Extract<Answer, { field: unknown }>): string => {
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  return [
    `${inline(unit)} ${inline(object)} ${inline(field)}: ${inline(shown)}`,
    `  set at ${place(at)}`,
    ...overrode.map(position => `  overrode ${place(position)}`),
  ].join('\n')
}
