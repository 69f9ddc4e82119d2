import { positive, readArgs } from '../lib/args.ts'
import { exit, Failure } from '../lib/failure.ts'
import { secureUrl } from '../lib/http.ts'
import { findRoot } from '../lib/root.ts'
import { healthUrl, smoke } from '../lib/smoke.ts'
import { start } from '../lib/start.ts'

const help = `Asks FormDB's health address of an environment, as its users reach it, until it answers 200.

node scripts/smoke/formdb-http-api.ts --env prod [--timeout 60] [--base https://host]

--base asks another host with the same path, for example a port-forward.
Exit codes: 0 it answers 200, 1 not in time, 2 bad usage, 3 a bug of ours`

const options = {
  help: { type: 'boolean', short: 'h' },
  env: { type: 'string' },
  base: { type: 'string' },
  root: { type: 'string' },
  timeout: { type: 'string', default: '60' },
} as const

await start(async () => async () => {
  const { values, positionals } = readArgs('exec node scripts/smoke/formdb-http-api.ts', process.argv.slice(2), options)
  if (values.help) console.log(help)
  else {
    if (!values.env || positionals.length > 0) throw new Failure('name the environment with --env; see --help')
    const timeoutMs = positive('timeout', values.timeout) * 1000
    const rendered = healthUrl(findRoot(values.root), values.env, 'formdb-http-api')
    const url = values.base ? new URL(rendered.pathname, secureUrl('--base', values.base)) : rendered
    await smoke([url], { timeoutMs, intervalMs: 2000, say: line => console.log(`${url.host}: ${line}`) })
    console.log(`${url}: 200`)
  }
  return exit.fine
})
