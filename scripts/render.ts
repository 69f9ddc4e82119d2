import { start } from './lib/start.ts'

/** `pnpm render [env[/app]]…`: builds, validates and compares with golden; see --help. */
await start(async () => (await import('./lib/render-command.ts')).renderCommand)
