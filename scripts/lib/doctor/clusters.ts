import { HttpMethod, IsomorphicFetchHttpLibrary, type KubeConfig, RequestContext } from '@kubernetes/client-node'
import { inline } from '../failure.ts'
import { get, NoAnswer, secureUrl } from '../http.ts'
import type { Check } from './check.ts'

const patience = 5000
const why = 'pnpm status and preflight ask it; rendering and checking never do'

/** Every cluster that KUBECONFIG names, each asked for its version. */
export const clusterChecks = (config: KubeConfig): Promise<Check[]> =>
  Promise.all(config.getContexts().map(({ name }) => clusterCheck(config, name)))

const clusterCheck = async (all: KubeConfig, context: string): Promise<Check> => {
  const config = Object.assign(Object.create(Object.getPrototypeOf(all)), all) as KubeConfig
  config.setCurrentContext(context)
  const server = config.getCurrentCluster()?.server ?? ''
  const check = (found: string, fine: boolean): Check => ({
    what: `cluster ${inline(context)}`,
    found: `${inline(found)}, ${inline(server)}`,
    state: fine ? 'fine' : 'missing',
    why,
    fix: 'is the network (VPN) up, and the login in KUBECONFIG still good? kubectl version says more',
  })
  try {
    const request = new RequestContext(`${server}/version`, HttpMethod.GET)
    request.setHeaderParam('Accept', 'application/json')
    request.setSignal(AbortSignal.timeout(patience))
    await config.applySecurityAuthentication(request)
    const response = await new IsomorphicFetchHttpLibrary().send(request).toPromise()
    const body = await response.body.text()
    if (response.httpStatusCode !== 200) return check(`answers ${response.httpStatusCode}`, false)
    return check(`Kubernetes ${(JSON.parse(body) as { gitVersion?: string }).gitVersion}`, true)
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: NodeJS.ErrnoException }
    return check(['TimeoutError', 'AbortError'].includes(name) ? `no answer in ${patience / 1000} s` : (cause?.code ?? message), false)
  }
}

/** Argo CD at an address; nothing is sent but the question for its version. */
export const argoCheck = async (server: string): Promise<Check> => {
  const url = secureUrl('ARGOCD_SERVER', server)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/version`
  const check = (found: string, fine: boolean): Check => ({
    what: 'Argo CD',
    found: `${inline(found)}, ${url.host}`,
    state: fine ? 'fine' : 'missing',
    why: 'pnpm status asks it when ARGOCD_SERVER is set',
    fix: 'is the network (VPN) up, and ARGOCD_SERVER right?',
  })
  try {
    const { status, body } = await get(url, patience)
    if (status !== 200) return check(`answers ${status}`, false)
    return check(`Argo CD ${(JSON.parse(body) as { Version?: string }).Version}`, true)
  } catch (error) {
    return check(error instanceof NoAnswer ? error.message : 'answers with something that is not JSON', false)
  }
}
