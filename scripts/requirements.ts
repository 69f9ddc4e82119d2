import { start } from './lib/start.ts'

/** `pnpm requirements`: what each system requires, and what of it is tested, documented or out of scope; see --help. */
await start(async () => (await import('./lib/requirements/command.ts')).requirementsCommand)
