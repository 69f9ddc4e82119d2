import { setTimeout as sleep } from 'node:timers/promises'
import { HttpMethod, IsomorphicFetchHttpLibrary, type KubeConfig, RequestContext } from '@kubernetes/client-node'

/** Which object: enough to find it. Any object will do. */
export type Ref = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } }
type Query = { [name: string]: string }
type Options = { query?: Query; body?: unknown; type?: string }
type Answer = { body: unknown; warnings: string[] }

/** What the API server answered when it refused: its HTTP status, and its own words in the message. */
export class ApiError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export type Api = {
  request: (method: HttpMethod, path: string, options?: Options) => Promise<Answer>
  /** Where a kind is served, its namespace included when it has one. Asks the server's discovery, once per version. */
  path: (apiVersion: string, kind: string, namespace?: string) => Promise<string>
}

/**
 * The official client's transport (TLS, token) without its typed models: those drop fields that they don't know, and these proofs are
 * about what the server says to exactly the bytes that Argo CD would send.
 */
export const makeApi = (config: KubeConfig): Api => {
  const http = new IsomorphicFetchHttpLibrary()
  const kinds = new Map<string, { kind: string; name: string; namespaced: boolean }[]>()

  let first: RequestContext | undefined
  /** What the first request was given serves all: a TLS connection of its own for each costs the server more than most answers do. */
  const signIn = async (context: RequestContext): Promise<void> => {
    const dispatcher = first?.getDispatcher()
    if (!dispatcher) {
      await config.applySecurityAuthentication(context)
      first = context
      return
    }
    context.setDispatcher(dispatcher)
    context.setHeaderParam('Authorization', first?.getHeaders().Authorization ?? '')
  }

  const request = async (method: HttpMethod, path: string, options: Options = {}, patience = 40): Promise<Answer> => {
    const { query = {}, body, type = 'application/json' } = options
    const context = new RequestContext(`${config.getCurrentCluster()?.server}${path}`, method)
    for (const [name, value] of Object.entries(query)) context.setQueryParam(name, value)
    context.setHeaderParam('Accept', 'application/json')
    if (body !== undefined) {
      context.setHeaderParam('Content-Type', type)
      context.setBody(typeof body === 'string' ? body : JSON.stringify(body))
    }
    await signIn(context)
    const response = await http.send(context).toPromise()
    const text = await response.body.text()
    const answer = response.headers['content-type']?.includes('json') ? JSON.parse(text) : text
    // "storage is (re)initializing", for a second after the server says it is ready.
    if (response.httpStatusCode === 429 && patience > 0) {
      await sleep(250)
      return request(method, path, options, patience - 1)
    }
    if (response.httpStatusCode >= 300)
      throw new ApiError(response.httpStatusCode, `${method} ${path}: ${response.httpStatusCode} ${answer.message ?? text}`)
    return { body: answer, warnings: warningsOf(response.headers.warning) }
  }

  const path: Api['path'] = async (apiVersion, kind, namespace) => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const known = (): { name: string; namespaced: boolean } | undefined =>
      kinds.get(apiVersion)?.find(resource => resource.kind === kind && !resource.name.includes('/'))
    if (!known()) {
      const { body } = await request(HttpMethod.GET, root)
      kinds.set(apiVersion, (body as { resources: { kind: string; name: string; namespaced: boolean }[] }).resources)
    }
    const found = known()
    if (!found) throw new ApiError(404, `the API server serves no ${kind} in ${apiVersion}`)
    return found.namespaced && namespace !== undefined ? `${root}/namespaces/${namespace}/${found.name}` : `${root}/${found.name}`
  }
  return { request, path }
}

/** The texts of a Warning header, `299 - "text"` each. */
const warningsOf = (header: string | undefined): string[] =>
  [...(header ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(match => (match[1] ?? '').replaceAll('\\"', '"'))

/** The path of one object. */
export const objectPath = async (api: Api, { apiVersion, kind, metadata }: Ref): Promise<string> =>
  `${await api.path(apiVersion, kind, metadata.namespace ?? 'default')}/${encodeURIComponent(metadata.name)}`
