import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from './failure.ts'

/** What a server said. */
export type Answer = { status: number; headers: Headers; body: string }

/** Why there was no answer, in words for a person: refused, unknown host, bad certificate, too slow, too long. */
export class NoAnswer extends Error {}

const bodyLimit = 16 * 2 ** 20
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** An address as a URL; a bare host gets https. Throws a Failure for anything that isn't https, but on this machine, where tests listen. */
export const secureUrl = (what: string, address: string): URL => {
  let url: URL
  try {
    url = new URL(address.includes('://') ? address : `https://${address}`)
  } catch {
    throw new Failure(`${what} "${address}" is not an address; write it like https://host.example`)
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname)))
    throw new Failure(`${what} "${address}": use https, nothing is sent in the clear`)
  if (url.username || url.password) throw new Failure(`${what}: leave user and password out of the address`)
  return url
}

/** One GET; see `send`. */
export const get = (url: URL, ms: number, headers: Record<string, string> = {}): Promise<Answer> => send(url, ms, { headers })

/** One POST of JSON; see `send`. */
export const post = (url: URL, ms: number, headers: Record<string, string>, body: object): Promise<Answer> =>
  send(url, ms, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) })

/**
 * One request, never following a redirect, whole body included within `ms` milliseconds.
 * Throws NoAnswer when the server is away, slow, or sends more than 16 MiB.
 */
const send = async (url: URL, ms: number, request: RequestInit): Promise<Answer> => {
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal: AbortSignal.timeout(Math.max(1, ms)) })
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > bodyLimit) throw new NoAnswer(`${url.host} sent more than 16 MiB`)
      chunks.push(chunk)
    }
    return { status: response.status, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }
  } catch (error) {
    throw error instanceof NoAnswer ? error : new NoAnswer(`${url.host}: ${reason(error as FetchError, ms)}`)
  }
}

type FetchError = { name: string; message: string; cause?: { code?: string; message?: string } }

const reason = (error: FetchError, ms: number): string => {
  if (error.name === 'TimeoutError') return `no answer within ${Math.round(ms / 100) / 10} s`
  return error.cause?.code ?? error.cause?.message ?? error.message
}

/** What one attempt of a wait found: an end, or why to go on. */
export type Attempt<T> = { done: T } | { waiting: string }

export type Waiting = { timeoutMs: number; intervalMs: number; say: (line: string) => void }

/**
 * Attempts again and again until one is done; says each new reason to wait once. `attempt` gets the milliseconds that are left.
 * When time is up returns the last reason. A NoAnswer is a reason to wait; every other error ends it.
 */
export const until = async <T>(attempt: (left: number) => Promise<Attempt<T>>, wait: Waiting): Promise<Attempt<T>> => {
  const end = Date.now() + wait.timeoutMs
  for (let last = ''; ; ) {
    const result = await attempt(end - Date.now()).catch((error: unknown): Attempt<T> => {
      if (!(error instanceof NoAnswer)) throw error
      // The last attempt is cut short by our own limit; what was seen before says more.
      return { waiting: Date.now() >= end && last ? last : error.message }
    })
    if ('done' in result) return result
    if (result.waiting !== last) wait.say(result.waiting)
    last = result.waiting
    if (Date.now() + wait.intervalMs >= end) return result
    await sleep(wait.intervalMs)
  }
}
