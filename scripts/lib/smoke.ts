import { Failure } from './failure.ts'
import { type Attempt, get, until, type Waiting } from './http.ts'
import { placeOf } from './smoke-place.ts'

/**
 * Where an app answers its users in an environment, from what is rendered for it: its public host, the path of its liveness probe.
 * Throws a Failure when the render isn't there or has no such host or probe.
 */
export const healthUrl = (root: string, env: string, app: string): URL => {
  const { host, paths } = placeOf(root, env, app)
  if (!host) throw new Failure(`tests/golden/${env}/${app}.yaml has no host that its users ask; give --base`)
  return new URL(paths[0] ?? '', `https://${host}`)
}

/**
 * Asks addresses in their order until all answer 200 in one go, certificate verified and no redirect followed.
 * Throws a Failure (exit 1) with the last reason when time is up, and `more` to read.
 */
export const smoke = async (
  urls: readonly URL[],
  wait: Waiting,
  more = 'docs/operations/runbooks.md',
  headers: Record<string, string> = {},
): Promise<void> => {
  const result = await until(async (left): Promise<Attempt<true>> => {
    for (const url of urls) {
      const { status } = await get(url, Math.min(10_000, left), { accept: 'application/json', ...headers })
      if (status !== 200) return { waiting: `${url.pathname} answers ${status}, expected 200` }
    }
    return { done: true }
  }, wait)
  if ('waiting' in result)
    throw new Failure(`${urls[0]?.origin} is not well after ${wait.timeoutMs / 1000} s: ${result.waiting}; see ${more}`, 1)
}

const ours = (prefix: string): RegExp => new RegExp(`(?<![\\w:])${prefix}\\w+(?![\\w:])`, 'g')

/**
 * The metrics of an app (names with its prefix) that rules read and its /metrics doesn't have. Some come with their first event only.
 * Throws a Failure (exit 1) when /metrics doesn't answer 200.
 */
export const missingMetrics = async (base: URL, expressions: readonly string[], prefix: string): Promise<string[]> => {
  const { status, body } = await get(new URL('/metrics', base), 10_000)
  if (status !== 200) throw new Failure(`/metrics answers ${status}: alerts and autoscaler see nothing`, 1)
  const exported = new Set(body.split('\n').map(line => /^\w+/.exec(line)?.[0]))
  const read = new Set(expressions.flatMap(expression => expression.match(ours(prefix)) ?? []))
  return [...read].filter(name => !exported.has(name)).sort()
}
