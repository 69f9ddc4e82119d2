import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { positive, readArgs } from '../lib/args.ts'
import { exit, Failure } from '../lib/failure.ts'
import { reason } from '../lib/files.ts'
import { secureUrl } from '../lib/http.ts'
import { connect, contract, type Store, sampleQuery } from '../lib/smoke-vector.ts'
import { start } from '../lib/start.ts'

const help = `Asks the KFM vector store whether it is ready and opens to its key; after a restore, whether a known query still finds what it should.

VECTOR_API_KEY=… node scripts/smoke/kfm-vector.ts --base https://localhost:6333 [--within 60]
  --collection NAME --query FILE --expect ID,ID   runs the query (a JSON body of points/query) and compares the first ids
  --contract                                      what the API relies on, in a collection of its own that is deleted again: for staging

Keys come from VECTOR_API_KEY and VECTOR_READ_ONLY_API_KEY, never from the command line. For the store's own CA set NODE_EXTRA_CA_CERTS.
Exit codes: 0 all well, 1 not, 2 bad usage, 3 a bug of ours`

const flags = {
  help: { type: 'boolean', short: 'h' },
  base: { type: 'string' },
  within: { type: 'string', default: '60' },
  collection: { type: 'string' },
  query: { type: 'string' },
  expect: { type: 'string' },
  contract: { type: 'boolean' },
} as const

/** The query in a file. Throws a Failure when there is no such file or it isn't a JSON object. */
const queryIn = (file: string): object => {
  try {
    const query: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof query === 'object' && query !== null) return query
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw new Failure(`can't read ${file}: ${reason(error)}`)
  }
  throw new Failure(`${file} is not a JSON object; write the body of a points/query request, like {"query": 42, "limit": 3}`)
}

await start(async () => async argv => {
  const { values, positionals } = readArgs('exec node scripts/smoke/kfm-vector.ts', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const sample = [values.collection, values.query, values.expect]
  if (positionals.length > 0 || (sample.some(Boolean) && !sample.every(Boolean)))
    throw new Failure('give --collection, --query and --expect together, and no names; see --help')
  const { VECTOR_API_KEY: key, VECTOR_READ_ONLY_API_KEY: readOnly } = process.env
  if (!values.base || !key) throw new Failure('give --base, and the key in VECTOR_API_KEY; see --help')
  const query = values.query === undefined ? undefined : queryIn(values.query)
  const store: Store = { base: secureUrl('--base', values.base), key, ...(readOnly ? { readOnly } : {}) }
  const timeoutMs = positive('within', values.within) * 1000
  const collections = await connect(store, { timeoutMs, intervalMs: 500, say: line => console.log(line) })
  console.log(`ready; ${collections.length} collections: ${collections.join(', ') || 'none'}`)
  if (query) {
    await sampleQuery(store, values.collection ?? '', query, (values.expect ?? '').split(','))
    console.log('the query finds what it should')
  }
  if (values.contract) {
    await contract(store, `contract-${randomBytes(4).toString('hex')}`)
    console.log(`the contract holds${readOnly ? '' : '; the read-only key was not tried'}`)
  }
  return exit.fine
})
