import { start } from './lib/start.ts'

/** `pnpm promote <app> <from> <to>` and `pnpm promote --release <env> <tag>`: see --help. */
await start(async () => (await import('./lib/promote/command.ts')).promoteCommand)
