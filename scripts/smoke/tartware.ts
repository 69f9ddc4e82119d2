import { positive, readArgs } from '../lib/args.ts'
import { exit, Failure } from '../lib/failure.ts'
import { secureUrl } from '../lib/http.ts'
import { portForward } from '../lib/port-forward.ts'
import { findRoot } from '../lib/root.ts'
import { healthUrl, smoke } from '../lib/smoke.ts'
import { appsOf, placeOf } from '../lib/smoke-place.ts'
import { start } from '../lib/start.ts'

const gateway = 'tartware-api-gateway'
const more = 'docs/tartware.md'
const help = `Asks Tartware's gateway in an environment, as its tenants reach it, until it answers 200.

node scripts/smoke/tartware.ts --env prod [--within 60] [--early] [--inside] [--base https://host]

--early   asks as an early tenant: while a canary runs, the canary answers
--inside  then asks each service by kubectl port-forward, in the cluster that kubectl points to
--base    asks another host with the same path, for example a port-forward
Exit codes: 0 all answer 200, 1 not in time, 2 bad usage, 3 a bug of ours`

const options = {
  help: { type: 'boolean', short: 'h' },
  env: { type: 'string' },
  base: { type: 'string' },
  root: { type: 'string' },
  early: { type: 'boolean' },
  inside: { type: 'boolean' },
  within: { type: 'string', default: '60' },
} as const

/** Asks one service past the gateway and the mesh. */
const askInside = async (root: string, env: string, app: string, timeoutMs: number): Promise<void> => {
  const place = placeOf(root, env, app)
  const { url, close } = await portForward(place.namespace, `service/${place.service}`, place.port)
  try {
    const urls = place.paths.map(path => new URL(path, url))
    await smoke(urls, { timeoutMs, intervalMs: 2000, say: line => console.log(`${app}: ${line}`) }, more)
    console.log(`${app}${place.paths.join(', ')}: 200`)
  } finally {
    close()
  }
}

await start(async () => async argv => {
  const { values, positionals } = readArgs('exec node scripts/smoke/tartware.ts', argv, options)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const { env } = values
  if (!env || positionals.length > 0) throw new Failure('name the environment with --env; see --help')
  const timeoutMs = positive('within', values.within) * 1000
  const root = findRoot(values.root)
  const rendered = healthUrl(root, env, gateway)
  const url = values.base ? new URL(rendered.pathname, secureUrl('--base', values.base)) : rendered
  const headers = values.early ? placeOf(root, env, gateway).early : {}
  await smoke([url], { timeoutMs, intervalMs: 2000, say: line => console.log(`${url.host}: ${line}`) }, more, headers)
  console.log(`${url}: 200${values.early ? ', to an early tenant' : ''}`)
  if (values.inside) for (const app of appsOf(root, env, 'tartware-')) await askInside(root, env, app, timeoutMs)
  return exit.fine
})
