import { HttpMethod, IsomorphicFetchHttpLibrary, type KubeConfig, RequestContext } from '@kubernetes/client-node'
import { Failure } from '../failure.ts'
import { get, NoAnswer, secureUrl } from '../http.ts'
import type { Live } from './rows.ts'

/** Where Applications are read. `where` names it; `refresh` asks Argo CD to look at Git now, where the account can ask that. */
export type Source = {
  where: string
  list: (ms: number) => Promise<Live[]>
  refresh: (names: readonly string[], ms: number) => Promise<void>
}

const itemsOf = (where: string, body: string): Live[] => {
  try {
    const { items } = JSON.parse(body) as { items?: Live[] | null }
    return items ?? []
  } catch {
    throw new NoAnswer(`${where} answers with something that is not JSON`)
  }
}

/** Argo CD's own API. Throws a Failure for an address that isn't https, and later when the token isn't accepted. */
export const fromArgo = (server: string, token: string): Source => {
  const base = secureUrl('ARGOCD_SERVER', server)
  const ask = async (path: string, ms: number): Promise<string> => {
    const url = new URL(base)
    const [pathname = '', search = ''] = path.split('?')
    url.pathname = `${base.pathname.replace(/\/$/, '')}/api/v1/${pathname}`
    url.search = search
    const { status, body } = await get(url, Math.min(30_000, ms), { authorization: `Bearer ${token}` })
    if (status === 401) throw new Failure('Argo CD does not accept ARGOCD_AUTH_TOKEN; make a new one: docs/operations/secret-rotation.md')
    if (status === 403) throw new Failure('the token may not read Applications; allow it: applications, get')
    if (status !== 200) throw new NoAnswer(`${url.host} answers ${status}`)
    return body
  }
  return {
    where: base.host,
    list: async ms => itemsOf(base.host, await ask('applications', ms)),
    refresh: async (names, ms) => {
      const one = (name: string): Promise<unknown> => ask(`applications/${encodeURIComponent(name)}?refresh=normal`, Math.min(10_000, ms))
      // One that isn't there yet is what the wait is for.
      await Promise.all(names.map(name => one(name).catch(ignoreUnlessUsage)))
    },
  }
}

const ignoreUnlessUsage = (error: unknown): void => {
  if (!(error instanceof NoAnswer) && !(error instanceof Failure && /may not read/.test(error.message))) throw error
}

const path = '/apis/argoproj.io/v1alpha1/namespaces/argo/applications'

/** A cluster's API. Asking for a refresh would be a write, so Argo CD looks at Git when it does by itself. */
export const fromCluster = (config: KubeConfig): Source => {
  const server = config.getCurrentCluster()?.server ?? ''
  const http = new IsomorphicFetchHttpLibrary()
  const list = async (ms: number): Promise<Live[]> => {
    const context = new RequestContext(`${server}${path}`, HttpMethod.GET)
    context.setHeaderParam('Accept', 'application/json')
    context.setSignal(AbortSignal.timeout(Math.max(1, Math.min(30_000, ms))))
    const { status, body } = await answer(http, config, context).catch((error: Error) => {
      throw new NoAnswer(`${server}: ${error.name === 'TimeoutError' || error.name === 'AbortError' ? 'no answer in time' : words(error)}`)
    })
    if (status === 401) throw new Failure(`${server} does not accept the login of KUBECONFIG; log in again`)
    if (status === 403) throw new Failure(`${server}: the login of KUBECONFIG may not list applications.argoproj.io in namespace argo`)
    if (status === 404) throw new Failure(`${server} knows no Applications; Argo CD isn't there: docs/operations/bootstrap.md`)
    if (status !== 200) throw new NoAnswer(`${server} answers ${status}`)
    return itemsOf(server, body)
  }
  return { where: server, list, refresh: async () => {} }
}

const words = ({ message, cause }: Error): string => (cause as NodeJS.ErrnoException | undefined)?.code ?? message

const answer = async (
  http: IsomorphicFetchHttpLibrary,
  config: KubeConfig,
  context: RequestContext,
): Promise<{ status: number; body: string }> => {
  await config.applySecurityAuthentication(context)
  const response = await http.send(context).toPromise()
  return { status: response.httpStatusCode, body: await response.body.text() }
}
