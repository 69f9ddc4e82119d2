import { start } from './lib/start.ts'

/** `pnpm bundle <env>`: what a site without a network needs; see --help. */
await start(async () => (await import('./lib/bundle/command.ts')).bundleCommand)
