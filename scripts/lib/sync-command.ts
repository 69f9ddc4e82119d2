import { type Part, syncApplication } from './argo-sync.ts'
import { positive, readArgs } from './args.ts'
import { exit, Failure, inline } from './failure.ts'

const help = `Syncs one Application that nothing syncs by itself, through Argo CD's API, and waits until that has succeeded.

  node scripts/sync-application.ts <application> [--replace group/Kind/name] [--timeout 300] [--interval 5]

  --replace    the object that is deleted and made again when it is there: a finished Job runs once more; nothing else is touched

  node scripts/sync-application.ts bijux-atlas-catalog-publish --replace batch/Job/catalog-publish

ARGOCD_SERVER      address of Argo CD, https
ARGOCD_AUTH_TOKEN  token of an account that may get and sync the Application

Exit codes: 0 synced, 1 it failed, still runs, or not in time, 2 bad usage or token, 3 a bug of ours`

const flags = {
  help: { type: 'boolean', short: 'h' },
  replace: { type: 'string' },
  timeout: { type: 'string', default: '300' },
  interval: { type: 'string', default: '5' },
} as const

const partOf = (text: string): Part => {
  const [group = '', kind = '', name = '', ...more] = text.split('/')
  if (!kind || !name || more.length > 0)
    throw new Failure(`--replace ${inline(text)}: write group/Kind/name, like batch/Job/catalog-publish`)
  return { group, kind, name }
}

const fromEnvironment = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Failure(`${name} is not set; see: node scripts/sync-application.ts --help`)
  return value
}

/** What `sync-application` does, from its arguments to its exit code. */
export const syncCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('exec node scripts/sync-application.ts', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const [application, ...rest] = positionals
  if (!application || rest.length > 0) throw new Failure('name one Application; see: node scripts/sync-application.ts --help')
  const replace = values.replace === undefined ? undefined : partOf(values.replace)
  const wait = {
    timeoutMs: positive('timeout', values.timeout) * 1000,
    intervalMs: positive('interval', values.interval) * 1000,
    say: (line: string) => console.log(inline(`${application}: ${line}`)),
  }
  await syncApplication(
    { server: fromEnvironment('ARGOCD_SERVER'), token: fromEnvironment('ARGOCD_AUTH_TOKEN'), application, replace },
    wait,
  )
  console.log(inline(`${application}: synced`))
  return exit.fine
}
