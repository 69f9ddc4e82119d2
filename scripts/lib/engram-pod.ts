import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { Failure } from './failure.ts'
import type { Pod } from './smoke-engram.ts'

const kubectl = async (...args: string[]): Promise<void> => {
  await promisify(execFile)('kubectl', ['--namespace', 'engram', ...args]).catch((error: Error & { stderr?: string }) => {
    throw new Failure(`kubectl ${args.join(' ')}: ${error.stderr?.trim() || error.message}`, 1)
  })
}

/** Starts a port-forward to the Service and resolves with its address on this machine; kubectl picks the port. */
const forward = (child: ChildProcess): Promise<URL> =>
  new Promise((resolve, reject) => {
    let said = ''
    child.once('error', error => reject(new Failure(`kubectl: ${error.message}`, 1)))
    child.once('exit', () => reject(new Failure(`kubectl port-forward ended: ${said.trim() || 'without a word'}`, 1)))
    child.stderr?.on('data', chunk => (said += chunk))
    child.stdout?.on('data', chunk => {
      const port = /127\.0\.0\.1:(\d+) ->/.exec(String(chunk))?.[1]
      if (port) resolve(new URL(`http://127.0.0.1:${port}`))
    })
  })

/** Engram in the cluster that kubectl points to, by port-forward. `close` ends the forward. */
export const podByKubectl = (): Pod & { close: () => void } => {
  let child: ChildProcess | undefined
  let address: Promise<URL> | undefined
  const close = (): void => {
    child?.removeAllListeners('exit')
    child?.kill()
    child = undefined
    address = undefined
  }
  const reach = (): Promise<URL> => {
    if (address) return address
    child = spawn('kubectl', ['--namespace', 'engram', 'port-forward', 'service/engram', ':7432'], { stdio: ['ignore', 'pipe', 'pipe'] })
    address = forward(child)
    return address
  }
  const replace = async (): Promise<void> => {
    await kubectl('delete', 'pod', 'engram-0', '--wait')
    close()
    await kubectl('wait', 'pod/engram-0', '--for', 'create', '--timeout', '60s')
    await kubectl('wait', 'pod/engram-0', '--for', 'condition=Ready', '--timeout', '60s')
  }
  return { reach, replace, close }
}
