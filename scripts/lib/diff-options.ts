import { readArgs } from './args.ts'
import { type CommonOptions, commonFlags, commonOptions } from './common-options.ts'
import { Failure } from './failure.ts'

export const diffHelp = `Shows what changes in what Argo CD will apply: both sides are built from Git's objects, nothing is checked out.

  pnpm diff [target]…           a target is an environment, <env>/<app>, an app, or its folder; all units without one

  --base REF                    exactly this commit; what head and main have in common (the merge base) unless told
  --head REF                    this commit; the working tree, with what isn't committed, unless told
  --all                         build every unit, not only those that a changed file can touch; the report is the same
  --names-only                  the names of the units that change, one a line
  --format FORMAT               text, markdown (fits a comment), html (one file, to read in a browser), or json
  --out FILE                    write the report into this file
  --json                        the same as --format json (schema diff/v1, docs/diff-json.md)
  --pr N                        the pull request: dangers that its acks/N-<rule>.yaml acknowledge don't block (docs/dangers.md), nor does a
                                unit that base can't build and head can
  --skew FROM..TO [app]         which images a promotion of one environment to another would change, in head
  --root DIR                    another repository
  --units GLOB                  where its units are, like 'clusters/*/apps/*'; may be given several times
  --time-limit SECONDS          for one unit, 30 unless told
  --memory-limit MIB            for one engine, 1024 unless told
  --no-cache                    build everything anew
  --engines N                   engine processes, one per core unless told
  --no-color                    (so does the variable NO_COLOR)

  pnpm diff                                 what this branch and the open files change
  pnpm diff prod                            the same, in prod alone
  pnpm diff --base v1.2.0 --head v1.3.0     what lies between two releases
  pnpm diff --base "$(git merge-base origin/release HEAD)"
  pnpm diff --format html --out diff.html   the same, to read in a browser
  pnpm diff --pr 214                        what CI says of pull request 214
  pnpm diff --skew staging..prod engram     what promoting engram would change

Exit codes: 0 fine, 1 dangers that nobody has acknowledged, 2 bad usage or a unit that can't be built, 3 a bug of ours, 130 interrupted.`

const flags = {
  ...commonFlags,
  base: { type: 'string' },
  head: { type: 'string' },
  all: { type: 'boolean' },
  'names-only': { type: 'boolean' },
  format: { type: 'string' },
  out: { type: 'string' },
  pr: { type: 'string' },
  skew: { type: 'string' },
} as const

const formats = ['text', 'markdown', 'html', 'json'] as const
type Format = (typeof formats)[number]

export type DiffOptions = CommonOptions & {
  targets: string[]
  base: string | undefined
  head: string | undefined
  all: boolean
  output: Format | 'names'
  /** The file that gets the report; stdout without one. */
  out: string | undefined
  /** The pull request whose acknowledgements count. */
  pr: number | undefined
  /** Two environments: whose images would go where. */
  skew: { from: string; to: string } | undefined
}

/** Reads the flags of diff. Throws a Failure for a wrong flag, a value that means nothing, or flags that exclude each other. */
export const diffOptions = (argv: string[], env: NodeJS.ProcessEnv, terminal: boolean): DiffOptions => {
  const { values, positionals } = readArgs('diff', argv, flags)
  if (values.skew !== undefined && (values.base !== undefined || values['names-only'] || values.all))
    throw new Failure('--skew looks at one side, head; leave out --base, --all and --names-only')
  return {
    targets: positionals,
    base: values.base,
    head: values.head,
    all: values.all ?? false,
    output: outputOf(values),
    out: values.out,
    pr: values.pr === undefined ? undefined : pullRequest(values.pr),
    skew: values.skew === undefined ? undefined : environments(values.skew),
    ...commonOptions(values, env, terminal),
  }
}

type Asked = {
  json?: boolean | undefined
  'names-only'?: boolean | undefined
  format?: string | undefined
  skew?: string | undefined
  out?: string | undefined
}

const outputOf = ({ json, 'names-only': names, format, out, skew }: Asked): DiffOptions['output'] => {
  if ([json, names, format !== undefined].filter(Boolean).length > 1)
    throw new Failure('--names-only, --json and --format each name a form; choose one')
  const form = formats.find(one => one === (json ? 'json' : (format ?? 'text')))
  if (!form) throw new Failure(`--format ${format}: write one of ${formats.join(', ')}`)
  if (skew !== undefined && (out !== undefined || !['text', 'json'].includes(form)))
    throw new Failure('--skew prints text or json; leave out --out and other forms')
  return names ? 'names' : form
}

const pullRequest = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Failure(`--pr ${text}: write the pull request's number, like --pr 214`)
  return Number(text)
}

const environments = (text: string): { from: string; to: string } => {
  const [from, to, ...more] = text.split('..')
  if (!from || !to || more.length > 0) throw new Failure(`--skew ${text}: write two environments, like --skew staging..prod`)
  return { from, to }
}
