import { start } from './lib/start.ts'

/** `pnpm check [env[/app]]…`: everything that judges, over what is rendered and over its sources; see --help. */
await start(async () => (await import('./lib/check/command.ts')).checkCommand)
