import { start } from './lib/start.ts'

/** `pnpm browser [name]…`: the HTML report in a real Chromium; see --help. */
await start(async () => (await import('./lib/browser/command.ts')).browserCommand)
