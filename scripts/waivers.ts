import { start } from './lib/start.ts'

/** `pnpm waivers`: which waivers have expired or soon will; see --help. */
await start(async () => (await import('./lib/waivers-command.ts')).waiversCommand)
