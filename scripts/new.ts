import { start } from './lib/start.ts'

/** `pnpm new app|component|environment <name>`: makes one that passes `pnpm check` at once; see --help. */
await start(async () => (await import('./lib/new/command.ts')).newCommand)
