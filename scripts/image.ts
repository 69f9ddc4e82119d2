import { start } from './lib/start.ts'

/** `pnpm image <app> <env> <name:tag[@digest]>`: sets an app's image in one overlay; see --help. */
await start(async () => (await import('./lib/image-command.ts')).imageCommand)
