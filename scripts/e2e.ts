import { start } from './lib/start.ts'

/** `pnpm e2e [name]…`: proofs against a real API server and a real Argo CD; see --help. */
await start(async () => (await import('./lib/e2e/command.ts')).e2eCommand)
