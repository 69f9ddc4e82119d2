import { exit } from './lib/failure.ts'
import { start } from './lib/start.ts'
import { toolNames, toolPath } from './lib/tools.ts'

/** `pnpm tools`: builds every Go program of tools/ that isn't built yet, one after the other (one Go build uses all cores). */
await start(async () => async () => {
  for (const name of toolNames) console.log(await toolPath(name))
  return exit.fine
})
