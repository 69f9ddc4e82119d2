import type { Problem } from './problem.ts'

/** IN is rendered or in a file, DOC is told in a document, OPT is an optional component, OUT is not for this repository. */
export const statuses = ['IN', 'DOC', 'OPT', 'OUT'] as const
export type Status = (typeof statuses)[number]

/** A requirement: its id, what is to be done with it, and the line of its row. */
export type Requirement = { id: string; statuses: Status[]; line: number }

/** A system's requirement document. `finished`: a row that nothing meets is an error. */
export type System = { name: string; file: string; finished: boolean; rows: Requirement[] }

const id = /^[A-Z]+-\d+$/
const isStatus = (text: string): text is Status => (statuses as readonly string[]).includes(text)

/** The cells of a table row, or none for another line. A bar in code is written \| as in every Markdown table. */
export const cellsOf = (line: string): string[] =>
  line.startsWith('|')
    ? line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim())
    : []

/**
 * Reads `docs/requirements/<system>.md`: a line `State: finished` or `State: in progress`, and tables whose first two columns are id and
 * status. A status is one of `statuses`, or several with commas; the mark `decided` is for readers.
 */
export const readSystem = (name: string, file: string, text: string): { system: System; problems: Problem[] } => {
  const problems: Problem[] = []
  const rows: Requirement[] = []
  const lines = text.split('\n')
  const state = lines.find(line => line.startsWith('State: '))?.slice('State: '.length)
  if (state !== 'finished' && state !== 'in progress')
    problems.push({ file, line: 1, code: 'SYSTEM_STATE', message: 'write a line "State: finished" or "State: in progress"' })
  for (const [index, text] of lines.entries()) {
    const line = index + 1
    const [first = '', status = ''] = cellsOf(text)
    if (!id.test(first)) continue
    const known = status.split(/, */).filter(isStatus)
    const unknown = status.split(/, */).filter(one => !isStatus(one) && one !== 'decided')
    if (known.length === 0 || unknown.length > 0)
      problems.push({ file, line, code: 'REQUIREMENT_STATUS', message: `${first} has status "${status}"; write ${statuses.join(', ')}` })
    if (rows.some(row => row.id === first))
      problems.push({ file, line, code: 'REQUIREMENT_TWICE', message: `${first} has two rows; keep one` })
    rows.push({ id: first, statuses: known, line })
  }
  return { system: { name, file, finished: state === 'finished', rows }, problems }
}

/** The ids in the first column of the tables of docs/scope.md, with their lines. */
export const readScope = (text: string): { id: string; line: number }[] =>
  text.split('\n').flatMap((line, index) => {
    const first = cellsOf(line)[0] ?? ''
    return id.test(first) ? [{ id: first, line: index + 1 }] : []
  })
