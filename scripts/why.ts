import { start } from './lib/start.ts'

/** `pnpm run why <unit | file>`: which units a file changes and how it reaches them, what a unit reads, which line sets a field; see --help. */
await start(async () => (await import('./lib/why-command.ts')).whyCommand)
