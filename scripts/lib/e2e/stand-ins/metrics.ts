import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Api } from '../api.ts'
import { apply, type Live, list } from '../objects.ts'

const version = 'metrics.k8s.io/v1beta1'
/** What every container seems to use: next to nothing, so that autoscalers come to rest at their minimum. */
const usage = { cpu: '1m', memory: '1Mi' }

const podMetrics = ({ metadata, spec }: Live): object => ({
  metadata: { name: metadata.name, namespace: metadata.namespace, labels: metadata.labels },
  timestamp: new Date().toISOString(),
  window: '10s',
  containers: spec.containers.map(({ name }: { name: string }) => ({ name, usage })),
})

const answer = async (api: Api, url: URL): Promise<object | undefined> => {
  if (url.pathname === `/apis/${version}`) {
    const pods = { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] }
    return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: version, resources: [pods] }
  }
  const [, namespace] = url.pathname.match(`^/apis/${version}/namespaces/([^/]+)/pods$`) ?? []
  if (namespace === undefined) return undefined
  const labels = url.searchParams.get('labelSelector')
  const pods = await list(api, 'v1', 'Pod', { namespace, ...(labels !== null && { labels }) })
  return {
    kind: 'PodMetricsList',
    apiVersion: version,
    metadata: {},
    items: pods.filter(pod => pod.status.phase === 'Running').map(podMetrics),
  }
}

const serve = async (api: Api, tls: { key: Buffer; cert: Buffer }): Promise<Server> => {
  const server = createServer(tls, async (request, response) => {
    try {
      const body = await answer(api, new URL(request.url ?? '/', 'https://localhost'))
      response.writeHead(body ? 200 : 404, { 'Content-Type': 'application/json' }).end(JSON.stringify(body ?? {}))
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

/**
 * Stand-in for metrics-server: registers metrics.k8s.io and reports that every running pod idles. Nothing is measured, and there are
 * no node metrics and no custom metrics. Returns what stops it.
 * @param tls any pair; the API server is told not to verify it
 */
export const serveMetrics = async (api: Api, tls: { key: Buffer; cert: Buffer }): Promise<() => void> => {
  const server = await serve(api, tls)
  const { port } = server.address() as AddressInfo
  const service = { name: 'metrics-stand-in', namespace: 'kube-system' }
  await apply(api, { apiVersion: 'v1', kind: 'Service', metadata: service, spec: { type: 'ExternalName', externalName: 'localhost' } })
  await apply(api, {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { ...service, port },
    },
  })
  return () => {
    server.close()
    server.closeAllConnections()
  }
}
