import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { readFlags } from './args.ts'
import { ApiError, makeApi } from './e2e/api.ts'
import { environmentsOf } from './environments.ts'
import { exit, Failure, inline } from './failure.ts'
import { kubeConfig } from './kube-config.ts'
import { type Check, judgeCluster, type Needs, readCluster } from './preflight.ts'
import { print } from './print.ts'
import { findRoot } from './root.ts'

const help = `Says whether a cluster has what its environment needs before Argo CD comes. It only reads.

pnpm preflight --env prod
KUBECONFIG=~/prod.yaml pnpm preflight --env prod

  --root DIR    another repository

The cluster is the one of KUBECONFIG (its current context). ✔ there, ✘ missing, ? can't be told yet.
Exit codes: 0 nothing is missing, 1 something is, 2 bad usage or no answer, 3 a bug of ours`

const options = { help: { type: 'boolean', short: 'h' }, env: { type: 'string' }, root: { type: 'string' } } as const

/** What an environment needs; the drivers are those that its rendered StorageClasses name. Throws a Failure when nothing is rendered. */
export const needsOf = (env: string, root: string): Needs => {
  const file = `tests/golden/${env}/cluster-storage.yaml`
  const all = environmentsOf(root)
  const found = all.find(({ name }) => name === env)
  if (found === undefined) throw new Failure(`--env "${env}": write one of ${all.map(({ name }) => name).join(', ')}`)
  if (!existsSync(join(root, file))) throw new Failure(`${file} is not there; run: pnpm render ${env}/cluster-storage --update`)
  const objects = parseAllDocuments(readFileSync(join(root, file), 'utf8')).map(document => document.toJS())
  const classes = objects.filter(({ kind }) => kind === 'StorageClass')
  const { workers, autoscaler } = found
  return { workers, autoscaler, drivers: [...new Set<string>(classes.map(({ provisioner }) => provisioner))].sort() }
}

const marks = { fine: '✔', missing: '✘', open: '?' } as const

const line = ({ what, found, state, fix }: Check): string =>
  `${marks[state]} ${what.padEnd(32)} ${inline(found)}${state === 'fine' ? '' : `; ${fix}`}\n`

/** What the script does, from its arguments to its exit code. */
export const preflightCommand = async (argv: string[]): Promise<number> => {
  const values = readFlags('preflight', argv, options)
  if (values.help) {
    print(`${help}\n`)
    return exit.fine
  }
  if (!values.env) throw new Failure('name the environment; see: pnpm preflight --help')
  const needs = needsOf(values.env, findRoot(values.root))
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
