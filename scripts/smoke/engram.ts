import { positive, readArgs } from '../lib/args.ts'
import { podByKubectl } from '../lib/engram-pod.ts'
import { exit, Failure } from '../lib/failure.ts'
import { secureUrl } from '../lib/http.ts'
import { burst, healthy, persistence } from '../lib/smoke-engram.ts'
import { start } from '../lib/start.ts'

const help = `Asks Engram's three health addresses until all answer 200, and says how long that took.

node scripts/smoke/engram.ts [--base http://localhost:7432] [--within 10] [--burst 100] [--persistence]

Without --base it reaches Engram by kubectl port-forward in the cluster that kubectl points to.
--within       seconds until it must be well; 10 is the goal from a cold start
--burst        stores that many memories at once
--persistence  stores a memory, deletes the pod engram-0, waits up to 60 s and searches the memory: Engram is away meanwhile

Exit codes: 0 all well, 1 not, 2 bad usage, 3 a bug of ours`

const options = {
  help: { type: 'boolean', short: 'h' },
  base: { type: 'string' },
  within: { type: 'string', default: '10' },
  burst: { type: 'string' },
  persistence: { type: 'boolean' },
} as const

/** Reads flags, asks, and says in a line each what was seen. */
const main = async (): Promise<void> => {
  const { values, positionals } = readArgs('exec node scripts/smoke/engram.ts', process.argv.slice(2), options)
  if (values.help) return console.log(help)
  if (positionals.length > 0) throw new Failure('write no names, only flags; see --help')
  if (values.base && values.persistence) throw new Failure('--persistence deletes a pod by kubectl: leave --base out')
  const timeoutMs = positive('within', values.within) * 1000
  const count = values.burst === undefined ? 0 : positive('burst', values.burst)
  const pod = podByKubectl()
  try {
    const base = values.base ? secureUrl('--base', values.base) : await pod.reach()
    const seconds = await healthy(base, { timeoutMs, intervalMs: 250, say: line => console.log(line) })
    console.log(`well after ${seconds.toFixed(1)} s`)
    if (count > 0) console.log(`${count} memories stored at once; ${await burst(base, count)} could not be taken back`)
    if (values.persistence) {
      const clean = await persistence(pod)
      console.log(`"persistent-test" survived the pod${clean ? '' : '; delete it by hand'}`)
    }
  } finally {
    pod.close()
  }
}

await start(async () => async () => {
  await main()
  return exit.fine
})
