import { readFlags } from './lib/args.ts'
import { exit } from './lib/failure.ts'
import { print } from './lib/print.ts'
import { start } from './lib/start.ts'
import { toolNames, toolPath } from './lib/tools.ts'

const help = `Builds every Go program of tools/ that isn't built yet, and prints where each is. Commands do the same for what they need.

  pnpm tools

The programs of pnpm e2e are built by pnpm e2e alone.
Exit codes: 0 all are there, 2 bad usage, no Go, or a build that failed, 3 a bug of ours.`

await start(async () => async argv => {
  const values = readFlags('tools', argv, { help: { type: 'boolean', short: 'h' } })
  if (values.help) print(`${help}\n`)
  // One after the other: one Go build uses all cores.
  else for (const name of toolNames) print(`${await toolPath(name)}\n`)
  return exit.fine
})
