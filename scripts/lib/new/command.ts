import { readArgs } from '../args.ts'
import { changesOf } from '../edit/edits.ts'
import { recover } from '../edit/overlay.ts'
import { finish } from '../edit/report.ts'
import { exit, Failure } from '../failure.ts'
import { nearest } from '../nearest.ts'
import { print } from '../print.ts'
import { findRoot } from '../root.ts'
import { planApp } from './app.ts'
import { type Ask, terminal } from './ask.ts'
import { planComponent } from './component.ts'
import { planEnvironment } from './environment.ts'
import { newHelp } from './help.ts'
import type { Plan } from './plan.ts'
import { prove } from './prove.ts'

const flags = {
  image: { type: 'string' },
  port: { type: 'string' },
  health: { type: 'string' },
  env: { type: 'string' },
  team: { type: 'string' },
  purpose: { type: 'string' },
  needs: { type: 'string' },
  app: { type: 'string' },
  file: { type: 'string', multiple: true },
  target: { type: 'string' },
  like: { type: 'string' },
  revision: { type: 'string' },
  'dry-run': { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Given = Record<string, string | undefined>
const things: Record<string, (root: string, name: string, given: Given, ask: Ask | undefined, files: readonly string[]) => Promise<Plan>> =
  {
    app: planApp,
    component: planComponent,
    environment: planEnvironment,
  }

/** What `pnpm new` does, from its arguments to its exit code. */
export const newCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('new', argv, flags)
  if (values.help) {
    print(`${newHelp}\n`)
    return exit.fine
  }
  const [thing = '', name = '', ...rest] = positionals
  const make = things[thing]
  if (!make) {
    const close = nearest(thing, Object.keys(things))
    throw new Failure(
      `write: pnpm new app|component|environment <name>${thing && close.length > 0 ? `; did you mean ${close[0]}?` : ''}; see: pnpm new --help`,
    )
  }
  if (!name || rest.length > 0) throw new Failure(`write: pnpm new ${thing} <name>; see: pnpm new --help`)
  const root = findRoot(values.root)
  recover(root)
  const { file, help: _, 'dry-run': dryRun = false, ...given } = values
  const person = terminal()
  const plan = await make(root, name, given as Given, person?.ask, file ?? []).finally(() => person?.close())
  const edits = changesOf(plan.edits)
  finish(root, edits.length === 0 ? [] : prove(root, { ...plan, edits }), {
    dryRun,
    nothing: `${thing} ${name} is there already, just so`,
    next: [...plan.next, 'pnpm check, and a pull request'],
    folded: path => path.startsWith('tests/golden/') || path.startsWith('docs/') || path === 'base/README.md',
  })
  return exit.fine
}
