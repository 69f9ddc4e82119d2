import { positive, readArgs } from '../args.ts'
import { Failure } from '../failure.ts'
import { type Layout, layoutOf, ownLayout } from '../units.ts'

export const checkHelp = `Judges units: schemas, golden files, policies, sets of objects, secrets, Argo CD settings, the tree and its YAML.

  pnpm check [target]…          a target is an environment, <env>/<app>, an app, or its folder; all units without one

  --json                        print the report as JSON (schema check/v1)
  --at REF                      judge a commit, from Git's objects, without checking it out
  --date YYYY-MM-DD             the day on which waivers are judged; the commit's unless told
  --root DIR                    another repository; rules of our own layout are left out with --units
  --units GLOB                  where its units are, like 'clusters/*/apps/*'; may be given several times
  --time-limit SECONDS          for one unit, 30 unless told
  --memory-limit MIB            for one engine, 1024 unless told
  --no-cache                    build, validate and judge everything anew
  --engines N                   engine processes, one per core unless told
  --write-docs                  write the tables of all rules to docs/policies.md and docs/dangers.md, judge nothing
  --no-color                    (so does the variable NO_COLOR)

  pnpm check                                everything
  pnpm check prod                           what a release must pass
  pnpm check prod/formdb-http-api           one unit; all of prod is built, because rules look at the whole cluster
  pnpm check --date 2027-01-31 --json       which waivers will have expired

A finding is file:line:col  CODE  what is wrong; what fixes it. docs/policies.md lists every code.
Exit codes: 0 fine or warnings alone, 1 errors, 2 bad usage, bad YAML or a unit that can't be built, 3 a bug of ours, 130 interrupted.`

const flags = {
  json: { type: 'boolean' },
  at: { type: 'string' },
  date: { type: 'string' },
  root: { type: 'string' },
  units: { type: 'string', multiple: true },
  'time-limit': { type: 'string' },
  'memory-limit': { type: 'string' },
  engines: { type: 'string' },
  'no-cache': { type: 'boolean' },
  'write-docs': { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type CheckOptions = {
  targets: string[]
  help: boolean
  json: boolean
  writeDocs: boolean
  at: string | undefined
  date: string | undefined
  root: string | undefined
  layouts: Layout[]
  /** Whether the repository has our layout, whose rules are then judged too. */
  own: boolean
  /** Seconds for one unit. */
  timeLimit: number
  /** Bytes for one engine process. */
  memoryLimit: number
  engines: number | undefined
  cache: boolean
  colour: boolean
}

/** Reads the flags of check. Throws a Failure for a wrong flag or a value that means nothing. */
export const checkOptions = (argv: string[], env: NodeJS.ProcessEnv, terminal: boolean): CheckOptions => {
  const { values, positionals } = readArgs('check', argv, flags)
  return {
    targets: positionals,
    help: values.help ?? false,
    json: values.json ?? false,
    writeDocs: values['write-docs'] ?? false,
    at: values.at,
    date: values.date === undefined ? undefined : day(values.date),
    root: values.root,
    layouts: values.units ? values.units.map(layoutOf) : ownLayout,
    own: values.units === undefined,
    timeLimit: positive('time-limit', values['time-limit'] ?? '30'),
    memoryLimit: Math.min(Math.round(positive('memory-limit', values['memory-limit'] ?? '1024') * 2 ** 20), Number.MAX_SAFE_INTEGER),
    engines: values.engines === undefined ? undefined : Math.ceil(positive('engines', values.engines)),
    cache: !values['no-cache'],
    colour: terminal && !values['no-color'] && !env.NO_COLOR && env.TERM !== 'dumb',
  }
}

const day = (text: string): string => {
  const time = Date.parse(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(time) || !new Date(time).toISOString().startsWith(text))
    throw new Failure(`--date ${text}: write a day as YYYY-MM-DD`)
  return text
}
