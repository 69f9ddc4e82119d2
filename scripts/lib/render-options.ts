import { positive, readArgs } from './args.ts'
import { Failure } from './failure.ts'
import { type Layout, layoutOf, ownLayout } from './units.ts'

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
  --no-cache                    build every unit and validate every object anew
  --no-color                    (so does the variable NO_COLOR)

  pnpm render prod                          one environment
  pnpm render prod/formdb-http-api --update accept one unit's change
  pnpm render --at v1.2.0 prod --json       what a release renders
  pnpm render --root ../other --units 'clusters/*/*'

Exit codes: 0 fine, 1 findings, 2 bad usage or a unit that can't be built, 3 a bug of ours, 130 interrupted.`

const flags = {
  update: { type: 'boolean' },
  stdout: { type: 'boolean' },
  watch: { type: 'boolean' },
  json: { type: 'boolean' },
  at: { type: 'string' },
  root: { type: 'string' },
  units: { type: 'string', multiple: true },
  'time-limit': { type: 'string' },
  'memory-limit': { type: 'string' },
  engines: { type: 'string' },
  'no-cache': { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type RenderOptions = {
  targets: string[]
  help: boolean
  update: boolean
  watch: boolean
  output: 'table' | 'yaml' | 'json'
  at: string | undefined
  root: string | undefined
  layouts: Layout[]
  /** Whether the repository has our layout, where a golden file is a duty. */
  own: boolean
  /** Seconds for one unit. Source of 30: wall limit of hazard H7. */
  timeLimit: number
  /** Bytes for one engine process. */
  memoryLimit: number
  engines: number | undefined
  /** Whether what earlier runs have kept is used and added to. A watching run keeps what it needs itself. */
  cache: boolean
  colour: boolean
}

/** Reads the flags of render. Throws a Failure for a wrong flag or a combination that means nothing. */
export const renderOptions = (argv: string[], env: NodeJS.ProcessEnv, terminal: boolean): RenderOptions => {
  const { values, positionals } = readArgs('render', argv, flags)
  if (values.stdout && values.json) throw new Failure('--stdout and --json both want stdout; choose one')
  if (values.update && values.at !== undefined)
    throw new Failure('--update with --at would accept an old commit as golden; check it out first')
  if (values.watch && (values.update || values.stdout || values.json || values.at !== undefined))
    throw new Failure('--watch shows the table of the working tree; leave out --update, --stdout, --json and --at')
  return {
    targets: positionals,
    help: values.help ?? false,
    update: values.update ?? false,
    watch: values.watch ?? false,
    output: values.stdout ? 'yaml' : values.json ? 'json' : 'table',
    at: values.at,
    root: values.root,
    layouts: values.units ? values.units.map(layoutOf) : ownLayout,
    own: values.units === undefined,
    timeLimit: positive('time-limit', values['time-limit'] ?? '30'),
    memoryLimit: Math.min(Math.round(positive('memory-limit', values['memory-limit'] ?? '1024') * 2 ** 20), Number.MAX_SAFE_INTEGER),
    engines: values.engines === undefined ? undefined : Math.ceil(positive('engines', values.engines)),
    cache: !values['no-cache'] && !values.watch,
    colour: terminal && !values['no-color'] && !env.NO_COLOR && env.TERM !== 'dumb',
  }
}
