import { readArgs } from './args.ts'
import { exit, Failure } from './failure.ts'
import { readParts } from './merge/read-parts.ts'
import { print } from './print.ts'
import { colours, plain } from './report/text.ts'

const help = `Joins the reports that parts of render or check have made into the report of the whole.

  pnpm report --merge FILE…     the JSON reports of all parts, in any order
  --json                        print the whole as JSON, in the schema of the parts
  --no-color                    (so does the variable NO_COLOR)

  pnpm render --shard 2/4 --json > part-2.json      on the second of four machines
  pnpm report --merge part-*.json                   afterwards, on one that has all four files

Parts must be of one commit, one version of the tool and one question, and each must be there once (docs/scale.md).

Exit codes: 0 fine, or that of the worst part: 1 findings, 2 something can't be built; 2 also for parts that are no whole, 3 a bug of ours.`

const flags = {
  merge: { type: 'boolean' },
  json: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What `pnpm report` does, from its arguments to its exit code. */
export const reportCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('report', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  if (!values.merge || positionals.length === 0) throw new Failure('say which parts to join: pnpm report --merge part-*.json')
  const parts = readParts(positionals)
  const colour = process.stdout.isTTY && !values['no-color'] && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
  const as = { json: values.json ?? false, paint: colour ? colours : plain }
  const { text, status } =
    parts.schema === 'render/v1'
      ? (await import('./merge/render.ts')).mergeRender(parts.reports, as)
      : await (await import('./merge/check.ts')).mergeCheck(parts.reports, as)
  print(`${text}\n`)
  return status
}
