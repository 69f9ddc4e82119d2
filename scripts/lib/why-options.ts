import { readArgs } from './args.ts'
import { Failure } from './failure.ts'
import { type Layout, layoutOf, ownLayout } from './units.ts'

export const whyHelp = `Says why a unit is what it is: which units a file changes, what a unit reads, which line sets a field.

  pnpm run why <file>…          the units that read it, and the kustomizations between
  pnpm run why <unit>…          all that the unit reads
  pnpm run why --field <unit> <Kind/name> <field>
                                the file and line that set a field of a rendered object, and what that overrode

  --at REF                      of a commit, without checking it out; the working tree unless told
  --json                        print it as JSON (schema why/v1)
  --root DIR                    another repository
  --units GLOB                  where its units are, like 'clusters/*/apps/*'; may be given several times

  pnpm run why base/components/default-deny/networkpolicy.yaml
  pnpm run why prod/engram
  pnpm run why --field prod/engram StatefulSet/engram 'spec.template.spec.containers[name=engram].image'

Exit codes: 0 fine, 2 bad usage, an unknown name or a unit that can't be built, 3 a bug of ours.`

const flags = {
  field: { type: 'boolean' },
  at: { type: 'string' },
  json: { type: 'boolean' },
  root: { type: 'string' },
  units: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const

export type WhyOptions = {
  names: string[]
  help: boolean
  field: boolean
  at: string | undefined
  json: boolean
  root: string | undefined
  layouts: Layout[]
}

/** Reads the flags of why. Throws a Failure when nothing is asked, or --field isn't given its three names. */
export const whyOptions = (argv: string[]): WhyOptions => {
  const { values, positionals } = readArgs('run why', argv, flags)
  const { help = false, field = false, json = false } = values
  if (!help && field && positionals.length !== 3)
    throw new Failure(
      "--field takes a unit, an object and a field, like: pnpm run why --field prod/engram Service/engram 'spec.ports[0].port'",
    )
  if (!help && positionals.length === 0)
    throw new Failure('why what? Name a file or a unit, like: pnpm run why prod/engram. All flags: pnpm run why --help')
  return {
    names: positionals,
    help,
    field,
    json,
    at: values.at,
    root: values.root,
    layouts: values.units ? values.units.map(layoutOf) : ownLayout,
  }
}
