import { setTimeout as sleep } from 'node:timers/promises'
import { type KubeConfig, Watch } from '@kubernetes/client-node'
import { type Api, ApiError } from './api.ts'
import type { Live } from './objects.ts'

export type Watcher = { config: KubeConfig; api: Api; failed: (error: unknown) => void }

/** What one write at a time can meet and the next event mends: the object has gone, or has changed since. */
const passing = (error: unknown): boolean => error instanceof ApiError && (error.status === 404 || error.status === 409)

/**
 * Calls `act` with every object of a kind, now and after each change, until stopped. An act must do nothing when there is nothing to do:
 * a connection that ends is opened again, and then tells of every object anew.
 * @returns stops it
 */
export const watch = (
  { config, api, failed }: Watcher,
  apiVersion: string,
  kind: string,
  act: (object: Live) => Promise<void>,
): (() => void) => {
  let connection: AbortController | undefined
  let stopped = false
  const connect = async (): Promise<void> => {
    const path = await api.path(apiVersion, kind)
    const ended = Promise.withResolvers<void>()
    connection = await new Watch(config).watch(
      path,
      {},
      (phase, object: Live) => {
        if (phase === 'ADDED' || phase === 'MODIFIED') act(object).catch(error => stopped || passing(error) || failed(error))
      },
      () => ended.resolve(),
    )
    await ended.promise
  }
  const run = async (): Promise<void> => {
    while (!stopped) {
      await connect().catch(error => stopped || failed(error))
      if (!stopped) await sleep(200)
    }
  }
  run()
  return () => {
    stopped = true
    connection?.abort()
  }
}
