import { readArgs } from '../args.ts'
import { type CommonOptions, commonFlags, commonOptions } from '../common-options.ts'
import { Failure } from '../failure.ts'
import { type Shard, shardOf } from '../shard/deal.ts'

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
  --shard I/N                   some whole environments: a part for one of N machines (docs/scale.md)
  --write-docs                  write the tables of all rules to docs/policies.md and docs/dangers.md, judge nothing
  --no-color                    (so does the variable NO_COLOR)

  pnpm check                                everything
  pnpm check prod                           what a release must pass
  pnpm check prod/formdb-http-api           one unit; all of prod is built, because rules look at the whole cluster
  pnpm check --date 2027-01-31 --json       which waivers will have expired

A finding is file:line:col  CODE  what is wrong; what fixes it. docs/policies.md lists every code.
Exit codes: 0 fine or warnings alone, 1 errors, 2 bad usage, bad YAML or a unit that can't be built, 3 a bug of ours, 130 interrupted.`

const flags = {
  ...commonFlags,
  at: { type: 'string' },
  date: { type: 'string' },
  'write-docs': { type: 'boolean' },
  shard: { type: 'string' },
} as const

export type CheckOptions = CommonOptions & {
  targets: string[]
  json: boolean
  writeDocs: boolean
  at: string | undefined
  date: string | undefined
  shard: Shard | undefined
}

/** Reads the flags of check. Throws a Failure for a wrong flag or a value that means nothing. */
export const checkOptions = (argv: string[], env: NodeJS.ProcessEnv, terminal: boolean): CheckOptions => {
  const { values, positionals } = readArgs('check', argv, flags)
  return {
    targets: positionals,
    json: values.json ?? false,
    writeDocs: values['write-docs'] ?? false,
    at: values.at,
    date: values.date === undefined ? undefined : day(values.date),
    shard: values.shard === undefined ? undefined : shardOf(values.shard),
    ...commonOptions(values, env, terminal),
  }
}

const day = (text: string): string => {
  const time = Date.parse(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(time) || !new Date(time).toISOString().startsWith(text))
    throw new Failure(`--date ${text}: write a day as YYYY-MM-DD`)
  return text
}
