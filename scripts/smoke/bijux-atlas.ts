import { positive, readArgs } from '../lib/args.ts'
import { exit, Failure } from '../lib/failure.ts'
import { secureUrl } from '../lib/http.ts'
import { portForward } from '../lib/port-forward.ts'
import { findRoot } from '../lib/root.ts'
import { missingMetrics, smoke } from '../lib/smoke.ts'
import { placeOf } from '../lib/smoke-place.ts'
import { start } from '../lib/start.ts'

const help = `Asks the addresses of Atlas's probes in an environment until all answer 200, then whether it has the metrics that its alerts read.

node scripts/smoke/bijux-atlas.ts --env prod [--within 60] [--base http://localhost:8080]

Without --base it reaches Atlas by kubectl port-forward in the cluster that kubectl points to: it has no public address.
A metric that is missing is told and no failure, because some come with their first event.
Exit codes: 0 it is well, 1 not in time, 2 bad usage, 3 a bug of ours`

const options = {
  help: { type: 'boolean', short: 'h' },
  env: { type: 'string' },
  base: { type: 'string' },
  root: { type: 'string' },
  within: { type: 'string', default: '60' },
} as const

await start(async () => async argv => {
  const { values, positionals } = readArgs('exec node scripts/smoke/bijux-atlas.ts', argv, options)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  if (!values.env || positionals.length > 0) throw new Failure('name the environment with --env; see --help')
  const timeoutMs = positive('within', values.within) * 1000
  const place = placeOf(findRoot(values.root), values.env, 'bijux-atlas')
  const given = values.base ? { url: secureUrl('--base', values.base), close: () => {} } : undefined
  const { url, close } = given ?? (await portForward(place.namespace, `service/${place.service}`, place.port))
  try {
    const urls = place.paths.map(path => new URL(path, url))
    await smoke(urls, { timeoutMs, intervalMs: 2000, say: line => console.log(line) }, 'apps/bijux-atlas/README.md')
    console.log(`${place.paths.join(', ')}: 200`)
    const missing = await missingMetrics(url, place.expressions, 'bijux_')
    console.log(missing.length > 0 ? `/metrics lacks what alerts read: ${missing.join(', ')}` : '/metrics has what alerts read')
    return exit.fine
  } finally {
    close()
  }
})
