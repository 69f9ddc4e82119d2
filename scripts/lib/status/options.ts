import { positive, readArgs } from '../args.ts'
import { Failure } from '../failure.ts'

export const statusHelp = `Says of an environment's Applications what Argo CD says: sync, health, and the commit or chart version that each runs. It only reads.

  pnpm status <env> [app]…      all that the environment should have, or some: an app's name or the Application's

  --wait                        wait until all are Synced and Healthy
  --revision COMMIT             and the apps run this commit (the Applications of ApplicationSets, not charts and root)
  --timeout SECONDS             how long, 300 unless told
  --interval SECONDS            between two looks, 5 unless told
  --json                        print everything as JSON (schema status/v1)
  --root DIR                    another repository
  --no-color                    (so does the variable NO_COLOR)

  KUBECONFIG=~/prod.yaml pnpm status prod                         from the cluster's API
  ARGOCD_SERVER=argocd.example.com pnpm status prod               from Argo CD's API
  pnpm status staging formdb-http-api --wait --revision "$(git rev-parse HEAD)"

Where it reads: ARGOCD_SERVER with ARGOCD_AUTH_TOKEN (an account that may get the Applications) when that is set, else the current context of
KUBECONFIG (get and list of applications.argoproj.io in namespace argo). ✔ as it should be, ✘ not yet, · synced by hand alone.
Exit codes: 0 all Synced and Healthy, 1 something isn't (or not in time), 2 bad usage or no answer, 3 a bug of ours.`

const flags = {
  wait: { type: 'boolean' },
  revision: { type: 'string' },
  timeout: { type: 'string' },
  interval: { type: 'string' },
  json: { type: 'boolean' },
  root: { type: 'string' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type StatusOptions = {
  help: boolean
  env: string
  apps: string[]
  wait: boolean
  revision: string | undefined
  timeoutMs: number
  intervalMs: number
  json: boolean
  root: string | undefined
  colour: boolean
}

/** Reads the flags of status. Throws a Failure for a wrong flag or a combination that means nothing. */
export const statusOptions = (argv: string[], env: NodeJS.ProcessEnv, terminal: boolean): StatusOptions => {
  const { values, positionals } = readArgs('status', argv, flags)
  const [name = '', ...apps] = positionals
  if (!values.help && !name) throw new Failure('name the environment; see: pnpm status --help')
  if (values.revision !== undefined && !/^[0-9a-f]{40}$/.test(values.revision))
    throw new Failure(`--revision "${values.revision}": write a full commit, 40 hex digits (git rev-parse HEAD)`)
  if (!values.wait && (values.timeout !== undefined || values.interval !== undefined))
    throw new Failure('--timeout and --interval say how to wait; add --wait')
  return {
    help: values.help ?? false,
    env: name,
    apps,
    wait: values.wait ?? false,
    revision: values.revision,
    timeoutMs: positive('timeout', values.timeout ?? '300') * 1000,
    intervalMs: positive('interval', values.interval ?? '5') * 1000,
    json: values.json ?? false,
    root: values.root,
    colour: terminal && !values['no-color'] && !env.NO_COLOR && env.TERM !== 'dumb',
  }
}
