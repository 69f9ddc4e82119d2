import { start } from './lib/start.ts'

/** `pnpm diff [--base REF] [--head REF] [target]…`: what changes in what Argo CD will apply; see --help. */
await start(async () => (await import('./lib/diff-command.ts')).diffCommand)
