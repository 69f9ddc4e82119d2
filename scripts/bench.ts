import { start } from './lib/start.ts'

/** `pnpm bench`: measures beside what others do; see --help. */
await start(async () => (await import('./lib/bench/command.ts')).benchCommand)
