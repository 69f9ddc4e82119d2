import { readArgs } from './args.ts'
import { type CommonOptions, commonFlags, commonOptions } from './common-options.ts'
import { Failure } from './failure.ts'
import { type Shard, shardOf } from './shard/deal.ts'

export const renderHelp = `Renders units as Argo CD will apply them, validates every object, and compares with tests/golden.

  pnpm render [target]…         a target is an environment, <env>/<app>, an app, or its folder; all units without one

  --update                      accept: make tests/golden equal to the render (refused in CI)
  --stdout                      print the YAML and nothing else: the bytes of kustomize build
  --json                        print the report as JSON (schema render/v1)
  --watch                       render again what a saved file changes, until Ctrl-C
  --at REF                      render a commit, from Git's objects, without checking it out
  --root DIR                    another repository
  --units GLOB                  where its units are, like 'clusters/*/apps/*'; may be given several times
  --time-limit SECONDS          for one unit, 30 unless told
  --memory-limit MIB            for one engine, 1024 unless told
  --engines N                   engine processes, one per core unless told
  --shard I/N                   every Nth unit from the Ith on: a part for one of N machines (docs/scale.md)
  --no-cache                    build every unit and validate every object anew
  --no-color                    (so does the variable NO_COLOR)

  pnpm render prod                          one environment
  pnpm render prod/formdb-http-api --update accept one unit's change
  pnpm render --at v1.2.0 prod --json       what a release renders
  pnpm render --root ../other --units 'clusters/*/*'

Exit codes: 0 fine, 1 findings, 2 bad usage or a unit that can't be built, 3 a bug of ours, 130 interrupted.`

const flags = {
  ...commonFlags,
  update: { type: 'boolean' },
  stdout: { type: 'boolean' },
  watch: { type: 'boolean' },
  at: { type: 'string' },
  shard: { type: 'string' },
} as const

export type RenderOptions = CommonOptions & {
  targets: string[]
  update: boolean
  watch: boolean
  output: 'table' | 'yaml' | 'json'
  at: string | undefined
  shard: Shard | undefined
}

/** Reads the flags of render. Throws a Failure for a wrong flag or a combination that means nothing. */
export const renderOptions = (argv: string[], env: NodeJS.ProcessEnv, terminal: boolean): RenderOptions => {
  const { values, positionals } = readArgs('render', argv, flags)
  if (values.stdout && values.json) throw new Failure('--stdout and --json both want stdout; choose one')
  if (values.update && values.at !== undefined)
    throw new Failure('--update with --at would accept an old commit as golden; check it out first')
  if (values.shard !== undefined && (values.update || values.watch))
    throw new Failure('--shard makes a part of a report; leave out --update and --watch')
  if (values.watch && (values.update || values.stdout || values.json || values.at !== undefined))
    throw new Failure('--watch shows the table of the working tree; leave out --update, --stdout, --json and --at')
  const common = commonOptions(values, env, terminal)
  return {
    targets: positionals,
    update: values.update ?? false,
    watch: values.watch ?? false,
    output: values.stdout ? 'yaml' : values.json ? 'json' : 'table',
    at: values.at,
    shard: values.shard === undefined ? undefined : shardOf(values.shard),
    ...common,
    // A watching run keeps what it needs itself.
    cache: common.cache && !values.watch,
  }
}
