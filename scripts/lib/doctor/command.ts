import { readFlags } from '../args.ts'
import { exit } from '../failure.ts'
import { print } from '../print.ts'
import { colours, type Paint, plain } from '../report/text.ts'
import { findRoot } from '../root.ts'
import type { Check } from './check.ts'
import { cacheCheck, diskChecks, schemasCheck } from './places.ts'
import { gitCheck, goCheck, nodeCheck, packagesCheck, pnpmCheck, toolChecks } from './programs.ts'

const help = `Says what is installed, what is missing, why it matters, and the command that gets it. It changes nothing and asks no network.

  pnpm run doctor               this machine and this checkout
  pnpm run doctor --clusters    also whether the clusters of KUBECONFIG, and Argo CD at ARGOCD_SERVER, answer

  --json                        print it as JSON (schema doctor/v1)
  --root DIR                    another repository

  KUBECONFIG=~/prod.yaml pnpm run doctor --clusters

✔ there, · made when it is needed, ! works but will surprise, ✘ missing.
Exit codes: 0 nothing is missing, 1 something is, 2 bad usage, 3 a bug of ours.`

const flags = {
  clusters: { type: 'boolean' },
  json: { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const marks = { fine: '✔', later: '·', warning: '!', missing: '✘' } as const
const styles = { fine: 'green', later: 'dim', warning: 'yellow', missing: 'red' } as const

const text = (checks: readonly Check[], paint: Paint): string => {
  const width = Math.max(...checks.map(({ what }) => what.length))
  const lines = checks.flatMap(({ what, found, state, why, fix }) => [
    `${paint(styles[state], marks[state])} ${what.padEnd(width)}  ${found}  ${paint('dim', `(${why})`)}`,
    ...(state === 'fine' ? [] : [`  ${' '.repeat(width)}  → ${fix}`]),
  ])
  const missing = checks.filter(({ state }) => state === 'missing').length
  const verdict = missing === 0 ? paint('green', 'nothing is missing') : paint('red', `${missing} missing`)
  return [...lines, '', verdict].join('\n')
}

/** What `pnpm run doctor` does, from its arguments to its exit code. */
export const doctorCommand = async (argv: string[]): Promise<number> => {
  const values = readFlags('run doctor', argv, flags)
  if (values.help) {
    print(`${help}\n`)
    return exit.fine
  }
  const root = findRoot(values.root)
  const machine = [nodeCheck(), pnpmCheck(), packagesCheck(), goCheck(), gitCheck(root), ...toolChecks()]
  const places = [schemasCheck(), cacheCheck(), ...diskChecks(root)]
  const checks = [...machine, ...places, ...(values.clusters ? await clusters() : [])]
  const paint = process.stdout.isTTY && !process.env.NO_COLOR ? colours : plain
  print(`${values.json ? JSON.stringify({ schema: 'doctor/v1', checks }, undefined, 2) : text(checks, paint)}\n`)
  return checks.some(({ state }) => state === 'missing') ? exit.findings : exit.fine
}

const clusters = async (): Promise<Check[]> => {
  const { argoCheck, clusterChecks } = await import('./clusters.ts')
  const { kubeConfig } = await import('../kube-config.ts')
  const server = process.env.ARGOCD_SERVER
  const argo = server ? [await argoCheck(server)] : []
  return [...(server && !process.env.KUBECONFIG ? [] : await clusterChecks(kubeConfig())), ...argo]
}
