import { start } from './lib/start.ts'

/** `pnpm report --merge <files…>`: joins the parts that --shard made; see --help. */
await start(async () => (await import('./lib/report-command.ts')).reportCommand)
