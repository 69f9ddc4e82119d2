import { start } from './lib/start.ts'

/** Says whether a cluster has what its environment needs before Argo CD comes; it only reads. See --help. */
await start(async () => (await import('./lib/preflight-command.ts')).preflightCommand)
