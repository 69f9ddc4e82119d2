import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Api } from '../api.ts'
import { apply, type Live, list } from '../objects.ts'

const version = 'metrics.k8s.io/v1beta1'
const custom = 'custom.metrics.k8s.io/v1beta2'
/** What every container seems to use: next to nothing, so that autoscalers come to rest at their minimum. */
const usage = { cpu: '1m', memory: '1Mi' }

const podMetrics = ({ metadata, spec }: Live): object => ({
  metadata: { name: metadata.name, namespace: metadata.namespace, labels: metadata.labels },
  timestamp: new Date().toISOString(),
  window: '10s',
  containers: spec.containers.map(({ name }: { name: string }) => ({ name, usage })),
})

const customMetric = ({ metadata }: Live, name: string): object => ({
  describedObject: { kind: 'Pod', apiVersion: 'v1', name: metadata.name, namespace: metadata.namespace },
  metric: { name },
  timestamp: new Date().toISOString(),
  value: '0',
})

const answer = async (api: Api, url: URL): Promise<object | undefined> => {
  if (url.pathname === `/apis/${version}`) {
    const pods = { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] }
    return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: version, resources: [pods] }
  }
  if (url.pathname === `/apis/${custom}`) return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: custom, resources: [] }
  const path = decodeURIComponent(url.pathname)
  const [, resource] = path.match(`^/apis/${version}/namespaces/([^/]+)/pods$`) ?? []
  const [, spaceOfMetric, metric] = path.match(`^/apis/${custom}/namespaces/([^/]+)/pods/[*]/([^/]+)$`) ?? []
  const namespace = resource ?? spaceOfMetric
  if (namespace === undefined) return undefined
  const labels = url.searchParams.get('labelSelector')
  const pods = await list(api, 'v1', 'Pod', { namespace, ...(labels !== null && { labels }) })
  const running = pods.filter(pod => pod.status.phase === 'Running')
  return metric === undefined
    ? { kind: 'PodMetricsList', apiVersion: version, metadata: {}, items: running.map(podMetrics) }
    : { kind: 'MetricValueList', apiVersion: custom, metadata: {}, items: running.map(pod => customMetric(pod, metric)) }
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
 * Stand-in for metrics-server and prometheus-adapter: registers metrics.k8s.io and custom.metrics.k8s.io and reports that every running
 * pod idles, whatever the metric. Nothing is measured, and there are no node metrics. Returns what stops it.
 * @param tls any pair; the API server is told not to verify it
 */
export const serveMetrics = async (api: Api, tls: { key: Buffer; cert: Buffer }): Promise<() => void> => {
  const server = await serve(api, tls)
  const { port } = server.address() as AddressInfo
  const service = { name: 'metrics-stand-in', namespace: 'kube-system' }
  await apply(api, { apiVersion: 'v1', kind: 'Service', metadata: service, spec: { type: 'ExternalName', externalName: 'localhost' } })
  for (const [group = '', served = ''] of [version.split('/'), custom.split('/')])
    await apply(api, {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `${served}.${group}` },
      spec: {
        group,
        version: served,
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
