import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Failure } from './failure.ts'
import { type Forward, portForward } from './port-forward.ts'
import type { Pod } from './smoke-engram.ts'

const kubectl = async (...args: string[]): Promise<void> => {
  await promisify(execFile)('kubectl', ['--namespace', 'engram', ...args]).catch((error: Error & { stderr?: string }) => {
    throw new Failure(`kubectl ${args.join(' ')}: ${error.stderr?.trim() || error.message}`, 1)
  })
}

/** Engram in the cluster that kubectl points to, by port-forward. `close` ends the forward. */
export const podByKubectl = (): Pod & { close: () => void } => {
  let forward: Forward | undefined
  const close = (): void => {
    forward?.close()
    forward = undefined
  }
  const reach = async (): Promise<URL> => {
    forward ??= await portForward('engram', 'service/engram', 7432)
    return forward.url
  }
  const replace = async (): Promise<void> => {
    await kubectl('delete', 'pod', 'engram-0', '--wait')
    close()
    await kubectl('wait', 'pod/engram-0', '--for', 'create', '--timeout', '60s')
    await kubectl('wait', 'pod/engram-0', '--for', 'condition=Ready', '--timeout', '60s')
  }
  return { reach, replace, close }
}
