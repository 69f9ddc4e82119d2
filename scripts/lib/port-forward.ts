import { spawn } from 'node:child_process'
import { Failure } from './failure.ts'

/** An address on this machine that leads into a cluster, until it is closed. */
export type Forward = { url: URL; close: () => void }

/**
 * Starts `kubectl port-forward` to something in the cluster that kubectl points to; kubectl picks the port of this machine.
 * Throws a Failure (exit 1) when kubectl isn't there or ends before it forwards.
 */
export const portForward = (namespace: string, target: string, port: number): Promise<Forward> =>
  new Promise((resolve, reject) => {
    const child = spawn('kubectl', ['--namespace', namespace, 'port-forward', target, `:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.once('error', error => reject(new Failure(`kubectl: ${error.message}`, 1)))
    child.once('exit', () => reject(new Failure(`kubectl port-forward to ${target} ended: ${said.trim() || 'without a word'}`, 1)))
    child.stderr.on('data', chunk => (said += chunk))
    child.stdout.on('data', chunk => {
      const local = /127\.0\.0\.1:(\d+) ->/.exec(String(chunk))?.[1]
      if (local) resolve({ url: new URL(`http://127.0.0.1:${local}`), close: () => void child.kill() })
    })
  })
