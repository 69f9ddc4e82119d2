import { readArgs } from '../args.ts'
import { exit, Failure, inline } from '../failure.ts'
import { findRoot } from '../root.ts'
import { judge, type Standing, standing } from './judge.ts'
import { problemText } from './problem.ts'
import { readKnown } from './read.ts'

const help = `Prints for every system how many of its requirements are tested, documented or out of scope, and which are missing.

  pnpm requirements [system]…   all systems that have docs/requirements/<system>.md without one

  --json                        the same as JSON (schema requirements/v1)
  --root DIR                    another repository

  pnpm requirements engram      one system

Exit codes: 0 fine, 1 a finished system misses something or documents and tests disagree, 2 bad usage, 3 a bug of ours.`

const flags = { json: { type: 'boolean' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** What `pnpm requirements` does, from its arguments to its exit code. */
export const requirementsCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('requirements', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const { known, problems: written } = readKnown(findRoot(values.root))
  const names = known.systems.map(system => system.name)
  const stranger = positionals.find(name => !names.includes(name))
  if (stranger !== undefined) throw new Failure(`no system is called "${stranger}"; there are: ${names.join(', ')}`)
  const all = known.systems.map(system => standing(system, known))
  const systems = all.filter(one => positionals.length === 0 || positionals.includes(one.system))
  const problems = [...written, ...judge(known)]
  if (values.json) console.log(JSON.stringify({ schema: 'requirements/v1', systems, problems }, null, 2))
  else console.log([table(systems), ...systems.flatMap(missingText), ...problems.map(problemText)].join('\n'))
  return problems.length === 0 ? exit.fine : exit.findings
}

const columns = ['rows', 'tested', 'documented', 'out', 'missing'] as const

const table = (systems: readonly Standing[]): string => {
  const count = (value: number | string[]): string => String(Array.isArray(value) ? value.length : value)
  const width = Math.max(6, ...systems.map(one => one.system.length))
  const head = ['system'.padEnd(width), ...columns, 'state'].join('  ')
  const lines = systems.map(one => {
    const numbers = columns.map(column => count(one[column]).padStart(column.length))
    return [inline(one.system).padEnd(width), ...numbers, one.finished ? 'finished' : 'in progress'].join('  ')
  })
  return [head, ...lines].join('\n')
}

const missingText = ({ system, missing }: Standing): string[] =>
  missing.length > 0 ? [`missing in ${inline(system)}: ${missing.join(' ')}`] : []
