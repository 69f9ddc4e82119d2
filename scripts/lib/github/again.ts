const mostAttempts = 12

/** What decides whether a request is made again. */
type Answered = { status: number; headers: Headers }

const seconds = (value: string | null): number | undefined => (value !== null && /^\d+$/.test(value) ? Number(value) : undefined)

/** Whether an answer says that we ask too often: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export const isRateLimit = ({ status, headers }: Answered): boolean =>
  status === 429 || (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'))

/**
 * Milliseconds to wait before the same request is made again; undefined when that is of no use. A rate limit says when it ends: after
 * `retry-after` seconds, or at `x-ratelimit-reset`; else a minute, as GitHub asks. A server in trouble gets 1, 2, 4, 8 seconds, then we give up.
 * @param attempt how often it was asked, 1 at first
 */
export const waitBefore = (answer: Answered, attempt: number, now: number): number | undefined => {
  if (attempt >= mostAttempts) return undefined
  if (isRateLimit(answer)) {
    const after = seconds(answer.headers.get('retry-after'))
    if (after !== undefined) return after * 1000
    const reset = seconds(answer.headers.get('x-ratelimit-reset'))
    return reset === undefined ? 60_000 : Math.max(1000, reset * 1000 - now)
  }
  return answer.status >= 500 ? troubleWait(attempt) : undefined
}

/** The wait after an answer that was no answer, or a server's own trouble. */
export const troubleWait = (attempt: number): number | undefined => (attempt <= 4 ? 1000 * 2 ** (attempt - 1) : undefined)
