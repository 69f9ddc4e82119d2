import { start } from './lib/start.ts'

/** The comment that shows on a pull request what it changes; see --help. */
await start(async () => (await import('./lib/github/comment-command.ts')).commentCommand)
