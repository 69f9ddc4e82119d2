import { readFlags } from '../args.ts'
import { exit } from '../failure.ts'
import { readInside, writeInside } from '../files.ts'
import { findRoot } from '../root.ts'
import { alertsTable } from './alerts.ts'
import { licencesTable } from './licences.ts'
import { fill } from './marks.ts'
import { modulesDiagram } from './modules.ts'
import { unitsDiagram } from './units.ts'
import { versionsTable } from './versions.ts'

const help = `Writes the parts of documents that follow from the code, the pins and the renders, each between its two comment lines:
diagrams in docs/architecture.md, tables in docs/alerts.md, docs/licences.md and docs/compatibility/versions.md.

  pnpm documents            write them
  pnpm documents --check    say which are out of date, and write nothing
  --root DIR                another repository

Exit codes: 0 fine, 1 a document is out of date, 2 bad usage, 3 a bug of ours.`

const flags = { check: { type: 'boolean' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** Each written part: its document, its name in the comment lines, and what makes it. */
const parts: [file: string, name: string, make: (root: string) => string][] = [
  ['docs/architecture.md', 'units', unitsDiagram],
  ['docs/architecture.md', 'modules', modulesDiagram],
  ['docs/alerts.md', 'alerts', alertsTable],
  ['docs/licences.md', 'licences', licencesTable],
  ['docs/compatibility/versions.md', 'versions', versionsTable],
]

/** The parts that follow from renders alone. */
export const fromRenders = ['units', 'alerts']

/**
 * Documents as they should be, of those that aren't; with `only`, by these parts, where their documents are there. Throws a Failure when a
 * document has lost its comment lines.
 */
export const outdated = (root: string, only?: readonly string[]): Map<string, string> => {
  const now = new Map<string, string>()
  const read = (file: string): string => readInside(root, file)?.toString() ?? ''
  const asked = only ? parts.filter(([file, name]) => only.includes(name) && readInside(root, file) !== undefined) : parts
  for (const [file, name, make] of asked) now.set(file, fill(now.get(file) ?? read(file), file, name, make(root)))
  return new Map([...now].filter(([file, text]) => text !== read(file)))
}

/** What `pnpm documents` does, from its arguments to its exit code. */
export const documentsCommand = async (argv: string[]): Promise<number> => {
  const values = readFlags('documents', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const root = findRoot(values.root)
  const changed = outdated(root)
  if (values.check) {
    for (const file of changed.keys()) console.error(`${file} is out of date; write it with: pnpm documents`)
    return changed.size > 0 ? exit.findings : exit.fine
  }
  for (const [file, text] of changed) {
    writeInside(root, file, text)
    console.log(`wrote ${file}`)
  }
  if (changed.size === 0) console.log('every document is up to date')
  return exit.fine
}
