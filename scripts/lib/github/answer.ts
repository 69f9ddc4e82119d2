import { Failure, inline } from '../failure.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** GitHub said no, and asking again doesn't help: 404, 422, a refused permission. Nobody catching it, it ends the command with exit 1. */
export class Refused extends Failure {
  readonly status: number
  constructor(status: number, message: string) {
    super(message, 1)
    this.status = status
  }
}

/** The whole body of an answer. Throws a Failure (exit 1) when it is longer than `limit` bytes, or ends early. */
export const bodyOf = async (answer: Response, limit: number): Promise<Buffer> => {
  const { host } = new URL(answer.url)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of answer.body ?? []) {
      size += chunk.length
      if (size > limit) throw new Failure(`${host} sent more than ${limit} bytes`, 1)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(`${host} broke off its answer; run the job again`, 1)
  }
  return Buffer.concat(chunks)
}

/** The page after this one. Throws a Failure when it is on another address: what follows it would carry the token away. */
export const nextPage = ({ headers }: Response, base: URL): URL | undefined => {
  const next = /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1]
  if (!next) return undefined
  if (URL.canParse(next) && new URL(next).origin === base.origin) return new URL(next)
  throw new Failure(`the next page is at another address, ${inline(next)}, which gets no token`, 1)
}

/** The JSON of a body; undefined when it is empty. */
export const jsonOf = (body: Buffer, path: string): unknown => {
  if (body.length === 0) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new Failure(`${inline(path)}: GitHub's answer is not JSON`, 1)
  }
}

/** What a refusal says, and what to do about it. */
export const refusal = async (method: Method, url: URL, answer: Response): Promise<Refused> => {
  const what = `${method} ${inline(url.pathname)}`
  const said = await bodyOf(answer, 2 ** 20).then(
    body => (JSON.parse(body.toString('utf8')) as { message?: unknown })?.message,
    () => undefined,
  )
  const words = inline(typeof said === 'string' ? said : `answers ${answer.status}`).slice(0, 300)
  if (answer.status === 401) return new Refused(401, `${what}: GitHub does not accept the token; give the step GITHUB_TOKEN`)
  if (answer.status === 403) return new Refused(403, `${what}: ${words}; give the job the permission (permissions: in the workflow)`)
  return new Refused(answer.status, `${what}: ${words} (${answer.status})`)
}
