import { start } from './lib/start.ts'

/** `pnpm documents`: tables and diagrams of docs/ that follow from the code and the renders; see --help. */
await start(async () => (await import('./lib/documents/command.ts')).documentsCommand)
