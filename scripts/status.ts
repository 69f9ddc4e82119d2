import { start } from './lib/start.ts'

/** `pnpm status <env> [app]…`: what Argo CD says of an environment's Applications; see --help. */
await start(async () => (await import('./lib/status/command.ts')).statusCommand)
