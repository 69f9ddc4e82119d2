import { readArgs } from './args.ts'
import { Failure } from './failure.ts'
import { type Layout, layoutOf, ownLayout } from './units.ts'

export const appsHelp = `Lists the Applications that each environment's Argo CD will have: ApplicationSets are expanded as its controller does, offline.

  pnpm apps [env]…              all environments without one

  --update                      accept: make tests/golden/apps equal to the expansion (refused in CI)
  --yaml                        print the Applications that the controller makes, as YAML; the uid of their owner is the cluster's to give
  --json                        print everything as JSON (schema apps/v1)
  --at REF                      list a commit's, and what becomes of them with the working tree: added, removed, moved
  --root DIR                    another repository
  --units GLOB                  which of its folders render ApplicationSets and Applications, like 'clusters/*/argo'
  --no-color                    (so does the variable NO_COLOR)

  pnpm apps prod                            what prod runs, charts included
  pnpm apps prod --yaml                     as the controller would create them
  pnpm apps --at main                       what a merge of this working tree adds, removes and moves

Folders and files are looked for in the working tree (or in --at's commit), whatever revision an ApplicationSet names: that of prod is
a tag, and this shows what tagging the tree would bring. Git directories, git files and lists with goTemplate are expanded; anything else
is a finding that names it.

Exit codes: 0 fine, 1 findings, 2 bad usage or a unit that can't be built, 3 a bug of ours, 130 interrupted.`

const flags = {
  update: { type: 'boolean' },
  yaml: { type: 'boolean' },
  json: { type: 'boolean' },
  at: { type: 'string' },
  root: { type: 'string' },
  units: { type: 'string', multiple: true },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type AppsOptions = {
  targets: string[]
  help: boolean
  update: boolean
  output: 'table' | 'yaml' | 'json'
  at: string | undefined
  root: string | undefined
  layouts: Layout[]
  /** Whether the repository has our layout, where a golden file is a duty. */
  own: boolean
  colour: boolean
}

/** Reads the flags of apps. Throws a Failure for a wrong flag or a combination that means nothing. */
export const appsOptions = (argv: string[], env: NodeJS.ProcessEnv, terminal: boolean): AppsOptions => {
  const { values, positionals } = readArgs('apps', argv, flags)
  if (values.yaml && values.json) throw new Failure('--yaml and --json both want stdout; choose one')
  if (values.update && (values.at !== undefined || values.units))
    throw new Failure('--update accepts the working tree of this layout; leave out --at and --units')
  return {
    targets: positionals,
    help: values.help ?? false,
    update: values.update ?? false,
    output: values.yaml ? 'yaml' : values.json ? 'json' : 'table',
    at: values.at,
    root: values.root,
    // Of our own layout only argo/ registers anything.
    layouts: values.units ? values.units.map(layoutOf) : ownLayout.filter(({ glob }) => glob.startsWith('argo/')),
    own: values.units === undefined,
    colour: terminal && !values['no-color'] && !env.NO_COLOR && env.TERM !== 'dumb',
  }
}
