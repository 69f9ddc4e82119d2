import type { Requirement, System } from './document.ts'
import type { Problem } from './problem.ts'
import type { RowTest } from './tests.ts'

/** Where a system stands. Every row is counted once: in one of the four lists, or as missing. */
export type Standing = {
  system: string
  finished: boolean
  rows: number
  tested: string[]
  documented: string[]
  out: string[]
  missing: string[]
}

/** All that is known: documents, tests, and the rows of docs/scope.md. */
export type Known = { systems: System[]; tests: RowTest[]; scope: { id: string; line: number }[] }

export const scopeFile = 'docs/scope.md'

/** What a row lacks: a test unless it is out altogether, a reason when it is out. */
const lacks = (row: Requirement, tested: Set<string>, scoped: Set<string>): string[] => {
  const needsTest = row.statuses.some(status => status !== 'OUT')
  const test = needsTest && !tested.has(row.id) ? [`no test; write row('${row.id}', …) in tests/requirements`] : []
  const reason = row.statuses.includes('OUT') && !scoped.has(row.id) ? [`no reason for being out; write a row in ${scopeFile}`] : []
  return [...test, ...reason]
}

export const standing = (system: System, { tests, scope }: Known): Standing => {
  const tested = new Set(tests.map(test => test.id))
  const scoped = new Set(scope.map(row => row.id))
  const met = system.rows.filter(row => lacks(row, tested, scoped).length === 0)
  const ids = (belongs: (row: Requirement) => boolean): string[] => met.filter(belongs).map(row => row.id)
  const built = (row: Requirement): boolean => row.statuses.includes('IN') || row.statuses.includes('OPT')
  return {
    system: system.name,
    finished: system.finished,
    rows: system.rows.length,
    tested: ids(built),
    documented: ids(row => !built(row) && row.statuses.includes('DOC')),
    out: ids(row => row.statuses.every(status => status === 'OUT')),
    missing: system.rows.filter(row => !met.includes(row)).map(row => row.id),
  }
}

/** What is an error: rows of finished systems that nothing meets, tests and reasons for rows that don't exist, two tests of one row. */
export const judge = (known: Known): Problem[] => [...known.systems.flatMap(system => missing(system, known)), ...strays(known)]

const missing = (system: System, { tests, scope }: Known): Problem[] => {
  const tested = new Set(tests.map(test => test.id))
  const scoped = new Set(scope.map(row => row.id))
  const rows = system.finished ? system.rows : []
  return rows.flatMap(row =>
    lacks(row, tested, scoped).map((what): Problem => {
      return { file: system.file, line: row.line, code: 'REQUIREMENT_MISSING', message: `${row.id} has ${what}` }
    }),
  )
}

const strays = ({ systems, tests, scope }: Known): Problem[] => {
  const rows = new Map(systems.flatMap(system => system.rows).map(row => [row.id, row]))
  const seen = new Set<string>()
  const ofTests = tests.flatMap(({ id, file, line }): Problem[] => {
    const twice = seen.has(id)
    seen.add(id)
    if (!rows.has(id))
      return [{ file, line, code: 'REQUIREMENT_UNKNOWN', message: `no document has ${id}; add its row, or delete the test` }]
    return twice ? [{ file, line, code: 'REQUIREMENT_TWICE', message: `${id} has a second test; join them` }] : []
  })
  const ofScope = scope.flatMap(({ id, line }): Problem[] => {
    const row = rows.get(id)
    const at = { file: scopeFile, line }
    if (!row) return [{ ...at, code: 'REQUIREMENT_UNKNOWN', message: `no document has ${id}; add its row, or delete this one` }]
    return row.statuses.includes('OUT')
      ? []
      : [{ ...at, code: 'REQUIREMENT_NOT_OUT', message: `${id} is ${row.statuses.join(', ')}; delete the row here` }]
  })
  return [...ofTests, ...ofScope]
}
