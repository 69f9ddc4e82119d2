import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { readArgs } from './args.ts'
import { ApiError, makeApi } from './e2e/api.ts'
import { exit, Failure, inline } from './failure.ts'
import { kubeConfig } from './kube-config.ts'
import { type Check, judgeCluster, type Needs, readCluster, workers } from './preflight.ts'
import { print } from './print.ts'
import { home } from './tools.ts'

const help = `Says whether a cluster has what its environment needs before Argo CD comes. It only reads.

pnpm preflight --env prod
KUBECONFIG=~/prod.yaml pnpm preflight --env prod

The cluster is the one of KUBECONFIG (its current context). ✔ there, ✘ missing, ? can't be told yet.
Exit codes: 0 nothing is missing, 1 something is, 2 bad usage or no answer, 3 a bug of ours`

const options = { help: { type: 'boolean', short: 'h' }, env: { type: 'string' } } as const

/** What an environment needs; the drivers are those that its rendered StorageClasses name. Throws a Failure when nothing is rendered. */
export const needsOf = (env: string, root: string = home): Needs => {
  const file = `tests/golden/${env}/cluster-storage.yaml`
  const least = workers[env]
  if (least === undefined) throw new Failure(`--env "${env}": write one of ${Object.keys(workers).join(', ')}`)
  if (!existsSync(join(root, file))) throw new Failure(`${file} is not there; run: pnpm render ${env}/cluster-storage --update`)
  const objects = parseAllDocuments(readFileSync(join(root, file), 'utf8')).map(document => document.toJS())
  const classes = objects.filter(({ kind }) => kind === 'StorageClass')
  return { workers: least, autoscaler: env === 'prod', drivers: [...new Set<string>(classes.map(({ provisioner }) => provisioner))].sort() }
}

const marks = { fine: '✔', missing: '✘', open: '?' } as const

const line = ({ what, found, state, fix }: Check): string =>
  `${marks[state]} ${what.padEnd(32)} ${inline(found)}${state === 'fine' ? '' : `; ${fix}`}\n`

/** What the script does, from its arguments to its exit code. */
export const preflightCommand = async (argv: string[]): Promise<number> => {
  const { values } = readArgs('preflight', argv, options)
  if (values.help) {
    print(`${help}\n`)
    return exit.fine
  }
  if (!values.env) throw new Failure('name the environment; see: pnpm preflight --help')
  const needs = needsOf(values.env)
  const config = kubeConfig()
  const server = config.getCurrentCluster()?.server
  const cluster = await readCluster(makeApi(config)).catch((error: unknown) => {
    if (error instanceof ApiError) throw new Failure(`${server} does not let itself be read: ${error.message}`)
    throw new Failure(`${server} does not answer: ${(error as Error).message}; is KUBECONFIG right?`)
  })
  const checks = judgeCluster(cluster, needs)
  print(checks.map(line).join(''))
  return checks.some(({ state }) => state === 'missing') ? exit.findings : exit.fine
}
