import { Failure } from './failure.ts'
import { type Attempt, get, NoAnswer, until, type Waiting } from './http.ts'

/** The addresses that the probes ask; the last one is the complete check. */
export const healthPaths = ['/health/alive', '/health', '/api/v1/system/health'] as const

/** How Engram is reached, and how its pod is replaced by a new one that is ready. A new pod may have another address. */
export type Pod = { reach: () => Promise<URL>; replace: () => Promise<void> }

/**
 * Asks the three health addresses until all of them answer 200. Returns the seconds until then.
 * Throws a Failure (exit 1) with the last reason when time is up.
 */
export const healthy = async (base: URL, wait: Waiting): Promise<number> => {
  const start = Date.now()
  const result = await until(async (left): Promise<Attempt<true>> => {
    for (const path of healthPaths) {
      const { status } = await get(new URL(path, base), Math.min(3000, left), { accept: 'application/json' })
      if (status !== 200) return { waiting: `${path} answers ${status}, expected 200` }
    }
    return { done: true }
  }, wait)
  if ('waiting' in result)
    throw new Failure(`${base.host} is not well after ${wait.timeoutMs / 1000} s: ${result.waiting}; see apps/engram/README.md`, 1)
  return (Date.now() - start) / 1000
}

type Stored = { memory_id?: string; id?: string }

const send = async (url: URL, method: 'POST' | 'DELETE', body?: object): Promise<{ status: number; body: string }> => {
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url, { method, headers, body: body ? JSON.stringify(body) : null, signal: AbortSignal.timeout(30_000) })
    return { status: response.status, body: await response.text() }
  } catch (error) {
    throw new NoAnswer(`${url.host}: ${(error as Error).message}`)
  }
}

/** Stores one memory and returns its id, if the server tells. Throws a Failure (exit 1) unless it answers 2xx. */
export const remember = async (base: URL, content: string, confidence: number): Promise<string | undefined> => {
  const { status, body } = await send(new URL('/api/v1/memories/remember', base), 'POST', { content, confidence })
  if (status < 200 || status > 299) throw new Failure(`storing a memory: ${base.host} answers ${status}`, 1)
  try {
    const stored = JSON.parse(body) as Stored
    return stored.memory_id ?? stored.id
  } catch {
    return undefined
  }
}

const forget = async (base: URL, id: string | undefined): Promise<boolean> => {
  if (id === undefined) return false
  const { status } = await send(new URL(`/api/v1/memories/${encodeURIComponent(id)}`, base), 'DELETE')
  return status >= 200 && status <= 299
}

/** Stores many memories at once and takes them back. Throws a Failure (exit 1) that counts those that failed. Returns how many stayed. */
export const burst = async (base: URL, count: number): Promise<number> => {
  const all = await Promise.allSettled(Array.from({ length: count }, (_, at) => remember(base, `burst ${at}`, 0.9)))
  const ids = all.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const gone = await Promise.all(ids.map(id => forget(base, id).catch(() => false)))
  if (ids.length < count) throw new Failure(`${count - ids.length} of ${count} memories were not stored`, 1)
  return gone.filter(done => !done).length
}

/**
 * Stores a memory, replaces the pod, and searches it. Throws a Failure (exit 1) when it isn't found. Returns whether the test memory
 * could be taken back.
 */
export const persistence = async (pod: Pod): Promise<boolean> => {
  const content = 'persistent-test'
  const id = await remember(await pod.reach(), content, 0.95)
  await pod.replace()
  const base = await pod.reach()
  const { status, body } = await get(new URL(`/api/v1/memories/search?q=${content}`, base), 30_000, { accept: 'application/json' })
  if (status !== 200) throw new Failure(`the search answers ${status}`, 1)
  if (!body.includes(content) || (id !== undefined && !body.includes(id) && !/"content"\s*:\s*"persistent-test"/.test(body)))
    throw new Failure(`"${content}" was stored, and is not found after the pod was replaced: data is lost`, 1)
  return forget(base, id).catch(() => false)
}
