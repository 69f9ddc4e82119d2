import { appendFileSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Api } from './api.ts'
import { startControllers } from './control-plane.ts'
import { type Processes, startProcesses } from './processes.ts'
import { startSeededApiServer } from './seed.ts'
import { serveMetrics } from './stand-ins/metrics.ts'
import { writeStatuses } from './stand-ins/statuses.ts'
import { provisionVolumes } from './stand-ins/volumes.ts'

export type Cluster = {
  api: Api
  config: KubeConfig
  /** A file, for programs. */
  kubeconfig: string
  processes: Processes
  stop: () => Promise<void>
}

/**
 * A Kubernetes cluster of its own, up in seconds: etcd, API server, controllers, scheduler, kwok, the custom kinds of
 * scripts/lib/schemas/sources.ts, and the stand-ins. Pod Security is enforced where a namespace's labels say so, as anywhere.
 * Read and change it with objects.ts and wait with eventually.ts:
 *
 *     const { api, stop } = await cluster(inject('run'))
 *     await apply(api, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } })
 *
 * @param run the run's folder; the cluster's logs go into a new folder there, named `name-…`
 * @returns call `stop` in the end. Should this process die before, nothing stays behind but the logs
 */
export const cluster = async (run: string, name = 'cluster'): Promise<Cluster> => {
  mkdirSync(run, { recursive: true })
  const processes = await startProcesses(mkdtempSync(join(run, `${name}-`)))
  const stops: (() => void)[] = []
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0)) end()
    await processes.stop()
  }
  try {
    const controlPlane = await startSeededApiServer(processes, run)
    await startControllers(processes, controlPlane)
    const { api, config, credentials } = controlPlane
    const failed = (error: unknown): void =>
      appendFileSync(join(processes.logs, 'stand-ins.log'), `${stripVTControlCharacters(String(error))}\n`)
    const watcher = { api, config, failed }
    stops.push(writeStatuses(watcher), provisionVolumes(watcher))
    stops.push(await serveMetrics(api, { key: readFileSync(credentials.key), cert: readFileSync(credentials.certificate) }))
    return { api, config, kubeconfig: credentials.kubeconfig, processes, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
