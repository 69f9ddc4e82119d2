import { start } from './lib/start.ts'

/** `pnpm run doctor`: what is installed, what is missing, and the command that gets it; see --help. */
await start(async () => (await import('./lib/doctor/command.ts')).doctorCommand)
