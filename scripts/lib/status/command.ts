import { exit, Failure } from '../failure.ts'
import { NoAnswer, until } from '../http.ts'
import { print } from '../print.ts'
import { colours, plain } from '../report/text.ts'
import { findRoot } from '../root.ts'
import { expectedIn, selectExpected } from './expected.ts'
import { type StatusOptions, statusHelp, statusOptions } from './options.ts'
import { statusJson, statusText } from './report.ts'
import { environmentOf, type Live, type Row, rowsOf, waitingFor } from './rows.ts'
import type { Source } from './sources.ts'

/** What `pnpm status` does, from its arguments to its exit code. */
export const statusCommand = async (argv: string[]): Promise<number> => {
  const options = statusOptions(argv, process.env, process.stdout.isTTY ?? false)
  if (options.help) {
    print(`${statusHelp}\n`)
    return exit.fine
  }
  const expected = selectExpected(expectedIn(findRoot(options.root), options.env), options.env, options.apps)
  const source = await sourceOf(process.env)
  const judge = (live: readonly Live[]): Row[] => {
    const env = environmentOf(live)
    if (env !== undefined && env !== options.env)
      throw new Failure(`${source.where} is ${env}'s Argo CD, not ${options.env}'s; name the other one`)
    return rowsOf(expected, live, options.revision)
  }
  if (options.wait)
    await source.refresh(
      expected.map(({ name }) => name),
      options.timeoutMs,
    )
  const rows = options.wait ? await waited(source, judge, options) : judge(await source.list(30_000).catch(noAnswer))
  const paint = options.colour ? colours : plain
  print(`${options.json ? statusJson(options.env, source.where, rows) : statusText(options.env, source.where, rows, paint)}\n`)
  const open = rows.some(({ state }) => state === 'missing')
  if (open && options.wait)
    console.error(`not there after ${options.timeoutMs / 1000} s; see docs/operations/runbooks.md#argo-cd-does-not-sync`)
  return open ? exit.findings : exit.fine
}

/** Argo CD's API where ARGOCD_SERVER names one, else the cluster of KUBECONFIG. Throws a Failure when neither can be asked. */
const sourceOf = async ({ ARGOCD_SERVER: server, ARGOCD_AUTH_TOKEN: token }: NodeJS.ProcessEnv): Promise<Source> => {
  const { fromArgo, fromCluster } = await import('./sources.ts')
  if (!server) return fromCluster((await import('../kube-config.ts')).kubeConfig())
  if (!token) throw new Failure('ARGOCD_SERVER is set and ARGOCD_AUTH_TOKEN is not; see: pnpm status --help')
  return fromArgo(server, token)
}

const noAnswer = (error: unknown): never => {
  if (error instanceof NoAnswer) throw new Failure(`no answer: ${error.message}; is it the right address, KUBECONFIG or ARGOCD_SERVER?`)
  throw error
}

/** Looks until everything is as it should be or time is up; returns what was seen last. Throws a Failure when nothing ever answered. */
const waited = async (source: Source, judge: (live: readonly Live[]) => Row[], options: StatusOptions): Promise<Row[]> => {
  let rows: Row[] | undefined
  const look = async (left: number): Promise<{ done: true } | { waiting: string }> => {
    const seen = judge(await source.list(left))
    rows = seen
    return seen.some(({ state }) => state === 'missing') ? { waiting: waitingFor(seen) } : { done: true }
  }
  const result = await until(look, { ...options, say: line => console.error(line) })
  if (rows === undefined)
    throw new Failure(`no answer within ${options.timeoutMs / 1000} s: ${'waiting' in result ? result.waiting : ''}`, exit.findings)
  return rows
}
