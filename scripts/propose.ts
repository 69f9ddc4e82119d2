import { start } from './lib/start.ts'

/** Opens a pull request with what a workflow has changed; see --help. */
await start(async () => (await import('./lib/github/propose-command.ts')).proposeCommand)
