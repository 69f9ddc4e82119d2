import { start } from './lib/start.ts'

/** Sets the version of an app that its CI has published; see --help. */
await start(async () => (await import('./lib/bump-image-command.ts')).bumpImageCommand)
