import { start } from './lib/start.ts'

/** `pnpm components`: the table of shared Components in base/README.md; see --help. */
await start(async () => (await import('./lib/components-command.ts')).componentsCommand)
