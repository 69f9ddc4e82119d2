import { start } from './lib/start.ts'

/** `pnpm apps [env]…`: the Applications that Argo CD will have, from ApplicationSets expanded offline; see --help. */
await start(async () => (await import('./lib/apps-command.ts')).appsCommand)
