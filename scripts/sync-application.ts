import { start } from './lib/start.ts'

/** Syncs an Application that only a person starts; see --help. */
await start(async () => (await import('./lib/sync-command.ts')).syncCommand)
