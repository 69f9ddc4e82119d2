import { waitForArgo } from './lib/argo-wait.ts'
import { positive, readArgs } from './lib/args.ts'
import { exit, Failure } from './lib/failure.ts'
import { start } from './lib/start.ts'

const help = `Waits until Argo CD runs a commit of one Application, Synced and Healthy. It only reads.

node scripts/wait-for-argo.ts <application> --revision <commit> [--timeout 300] [--interval 5]

ARGOCD_SERVER      address of Argo CD, https
ARGOCD_AUTH_TOKEN  token of an account that may get the Application

Exit codes: 0 it runs, 1 not in time, 2 bad usage or token, 3 a bug of ours`

const options = {
  help: { type: 'boolean', short: 'h' },
  revision: { type: 'string' },
  timeout: { type: 'string', default: '300' },
  interval: { type: 'string', default: '5' },
} as const

const fromEnvironment = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Failure(`${name} is not set; see: node scripts/wait-for-argo.ts --help`)
  return value
}

/** Reads flags and environment, waits, and says in one line that the commit runs. */
const main = async (): Promise<void> => {
  const { values, positionals } = readArgs('exec node scripts/wait-for-argo.ts', process.argv.slice(2), options)
  if (values.help) return console.log(help)
  const [application, ...rest] = positionals
  if (!application || rest.length > 0) throw new Failure('name one Application; see: node scripts/wait-for-argo.ts --help')
  const { revision = '' } = values
  if (!/^[0-9a-f]{40}$/.test(revision))
    throw new Failure(`--revision "${revision}": write a full commit, 40 hex digits (git rev-parse HEAD)`)
  const wait = {
    timeoutMs: positive('timeout', values.timeout) * 1000,
    intervalMs: positive('interval', values.interval) * 1000,
    say: (line: string) => console.log(`${application}: ${line}`),
  }
  await waitForArgo({ server: fromEnvironment('ARGOCD_SERVER'), token: fromEnvironment('ARGOCD_AUTH_TOKEN'), application, revision }, wait)
  console.log(`${application}: Synced and Healthy at ${revision}`)
}

await start(async () => async () => {
  await main()
  return exit.fine
})
