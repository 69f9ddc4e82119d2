import { findRoot } from './lib/root.ts'
import { start } from './lib/start.ts'

/** `pnpm components`: the table of shared Components in base/README.md; see --help. */
await start(async () => {
  const { componentsCommand } = await import('./lib/components-command.ts')
  return argv => componentsCommand(argv, findRoot(undefined))
})
