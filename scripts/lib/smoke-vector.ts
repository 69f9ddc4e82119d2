import { Failure } from './failure.ts'
import { type Attempt, get, NoAnswer, until, type Waiting } from './http.ts'

/** Where the store is and the keys that open it. Without `readOnly` nothing is asked with it. */
export type Store = { base: URL; key: string; readOnly?: string }

type Said = { status: number; body: unknown }

/** One request as a caller makes it: JSON, the key in its header. Throws NoAnswer when the server is away or slow. */
const ask = async ({ base, key }: { base: URL; key?: string }, method: string, path: string, body?: object): Promise<Said> => {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'api-key': key }) }
  try {
    const request = { method, headers, body: body ? JSON.stringify(body) : null, redirect: 'manual' } as const
    const response = await fetch(new URL(path, base), { ...request, signal: AbortSignal.timeout(30_000) })
    const text = await response.text()
    return { status: response.status, body: parsed(text) }
  } catch (error) {
    throw new NoAnswer(`${base.host}: ${(error as Error & { cause?: Error }).cause?.message ?? (error as Error).message}`)
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Throws a Failure (exit 1) unless the status is the one that a caller relies on. */
const expectStatus = ({ status }: Said, wanted: readonly number[], what: string): void => {
  if (!wanted.includes(status))
    throw new Failure(`${what}: the store answers ${status}, expected ${wanted.join(' or ')}; see apps/kfm-vector/README.md`, 1)
}

/** Waits until the store is ready and lists its collections with the key. Throws a Failure (exit 1) with the last reason. */
export const connect = async (store: Store, wait: Waiting): Promise<string[]> => {
  const result = await until(async (left): Promise<Attempt<true>> => {
    const { status } = await get(new URL('/readyz', store.base), Math.min(5000, left))
    return status === 200 ? { done: true } : { waiting: `/readyz answers ${status}, expected 200` }
  }, wait)
  if ('waiting' in result)
    throw new Failure(
      `${store.base.host} is not ready after ${wait.timeoutMs / 1000} s: ${result.waiting}; see apps/kfm-vector/README.md`,
      1,
    )
  const said = await ask(store, 'GET', '/collections')
  expectStatus(said, [200], 'listing collections with the key')
  const { result: listed } = said.body as { result?: { collections?: { name: string }[] } }
  return (listed?.collections ?? []).map(({ name }) => name)
}

/** Runs a query and compares the ids of the points it finds, in order. Throws a Failure (exit 1) that shows both. */
export const sampleQuery = async (store: Store, collection: string, query: object, expected: readonly string[]): Promise<void> => {
  const said = await ask(store, 'POST', `/collections/${encodeURIComponent(collection)}/points/query`, query)
  expectStatus(said, [200], `the query in ${collection}`)
  const { result } = said.body as { result?: { points?: { id: string | number }[] } }
  const found = (result?.points ?? []).map(({ id }) => String(id))
  if (found.slice(0, expected.length).join() !== expected.join())
    throw new Failure(`the query in ${collection} finds ${found.join(', ') || 'nothing'}, expected ${expected.join(', ')} first`, 1)
}

const [size, point] = [4, 1]

/**
 * What the API relies on: no entry without a key, no writing with the read-only one, and a point that is written is found and goes with
 * its collection. Works in a collection of its own and deletes it. Throws a Failure (exit 1) that names the broken promise.
 */
export const contract = async (store: Store, collection: string): Promise<void> => {
  const path = `/collections/${collection}`
  expectStatus(await ask({ base: store.base }, 'GET', '/collections'), [401, 403], 'listing collections without a key')
  const made = { vectors: { size, distance: 'Cosine' } }
  const reader = store.readOnly === undefined ? undefined : { base: store.base, key: store.readOnly }
  if (reader) expectStatus(await ask(reader, 'PUT', path, made), [401, 403], 'making a collection with the read-only key')
  try {
    expectStatus(await ask(store, 'PUT', path, made), [200], 'making a collection')
    const vector = Array.from({ length: size }, (_, at) => (at === 0 ? 1 : 0))
    const points = { points: [{ id: point, vector, payload: { text: 'contract' } }] }
    expectStatus(await ask(store, 'PUT', `${path}/points?wait=true`, points), [200], 'writing a point')
    for (const one of [store, reader]) if (one) await sampleQuery(one, collection, { query: vector, limit: 1 }, [String(point)])
  } finally {
    expectStatus(await ask(store, 'DELETE', path), [200, 404], `deleting the test collection ${collection}`)
  }
}
