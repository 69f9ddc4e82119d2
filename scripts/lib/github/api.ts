import { setTimeout as sleep } from 'node:timers/promises'
import { Failure, inline } from '../failure.ts'
import { secureUrl } from '../http.ts'
import { isRateLimit, troubleWait, waitBefore } from './again.ts'
import { bodyOf, jsonOf, type Method, nextPage, Refused, refusal } from './answer.ts'

/** GitHub's REST API, below one repository. Every call ends within the time budget of all calls together, in a Failure if it must. */
export type GitHub = {
  /** One request; the JSON of its answer, undefined when there is none. */
  ask: <T>(method: Method, path: string, body?: object) => Promise<T>
  /** Every item of a list, over all its pages; `key` where the list is a field of the answer. */
  all: <T>(path: string, key?: string) => Promise<T[]>
  /** A file that GitHub redirects to, `limit` bytes at most. Where it lies never gets the token. */
  download: (path: string, limit: number) => Promise<Buffer>
}

export type Access = {
  /** Address of the API, like https://api.github.com */
  api: string
  /** `owner/name` */
  repository: string
  token: string
  budgetMs?: number
  /** Waits; tests don't. */
  pause?: (ms: number) => Promise<unknown>
}

const perRequest = 30_000
const jsonLimit = 32 * 2 ** 20
const mostPages = 100

/** Opens the API with a token. Throws a Failure for an address that isn't https, or a repository that isn't `owner/name`. */
export const openGitHub = ({ api, repository, token, budgetMs = 300_000, pause = sleep }: Access): GitHub => {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new Failure(`"${inline(repository)}" is not owner/name; set GITHUB_REPOSITORY`)
  const base = secureUrl('GITHUB_API_URL', api)
  const end = Date.now() + budgetMs
  const own = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
    'user-agent': 'gitops',
  }

  /** Asks until there is an answer that asking again won't better. */
  const send = async (method: Method, url: URL, body: object | undefined, headers: Record<string, string>): Promise<Response> => {
    const what = `${method} ${inline(url.pathname)}`
    for (let attempt = 1; ; attempt++) {
      const signal = AbortSignal.timeout(Math.max(1, Math.min(perRequest, end - Date.now())))
      const init = { method, headers, signal, redirect: 'manual', ...(body ? { body: JSON.stringify(body) } : {}) } as const
      const answer = await fetch(url, init).catch((error: Error & { cause?: { code?: string } }) => error)
      const wait = answer instanceof Response ? waitBefore(answer, attempt, Date.now()) : troubleWait(attempt)
      if (wait === undefined && answer instanceof Response) return answer
      if (answer instanceof Response) await answer.body?.cancel()
      const said = answer instanceof Response ? `answers ${answer.status}` : (answer.cause?.code ?? answer.name)
      if (wait === undefined) throw new Failure(`${what}: ${url.host} ${said}, ${attempt} times; run the job again`, 1)
      if (Date.now() + wait >= end) {
        const limit = answer instanceof Response && isRateLimit(answer) ? 'rate limit' : 'trouble'
        throw new Failure(
          `${what}: ${url.host} ${said}; its ${limit} lasts longer than our ${budgetMs / 1000} s; run the job again later`,
          1,
        )
      }
      await pause(wait)
    }
  }

  const request = async (method: Method, url: URL, body?: object, redirects = false): Promise<Response> => {
    const answer = await send(method, url, body, own)
    if (answer.status < (redirects ? 400 : 300)) return answer
    throw await refusal(method, url, answer)
  }

  const urlOf = (path: string): URL => new URL(`${base.href.replace(/\/$/, '')}/repos/${repository}/${path}`)

  return {
    ask: async <T>(method: Method, path: string, body?: object): Promise<T> => {
      const answer = await request(method, urlOf(path), body)
      return jsonOf(await bodyOf(answer, jsonLimit), path) as T
    },
    all: async <T>(path: string, key?: string): Promise<T[]> => {
      const items: T[] = []
      const first = urlOf(path)
      first.searchParams.set('per_page', '100')
      let url: URL | undefined = first
      for (let page = 0; url; page++) {
        if (page === mostPages) throw new Failure(`${inline(path)} has more than ${mostPages} pages`, 1)
        const answer: Response = await request('GET', url)
        const body = jsonOf(await bodyOf(answer, jsonLimit), path)
        const list = key === undefined ? body : (body as Record<string, unknown> | undefined)?.[key]
        if (!Array.isArray(list)) throw new Failure(`${inline(path)}: GitHub's answer is no list`, 1)
        items.push(...(list as T[]))
        url = nextPage(answer, base)
      }
      return items
    },
    download: async (path, limit) => {
      const answer = await request('GET', urlOf(path), undefined, true)
      const location = answer.headers.get('location')
      if (!location) return bodyOf(answer, limit)
      await answer.body?.cancel()
      const file = secureUrl('the address of the file', location)
      const found = await send('GET', file, undefined, { 'user-agent': 'gitops' })
      if (found.status !== 200) throw new Refused(found.status, `${inline(path)}: ${file.host} answers ${found.status}`)
      return bodyOf(found, limit)
    },
  }
}
