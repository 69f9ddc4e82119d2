import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server on this machine for one test; returns its address. It stops with the test, open connections included. */
export const serve = (handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> =>
  new Promise(resolve => {
    const server = createServer(handle).listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
  })

/** Keeps what a wait says, and makes it short. */
export const quick = (timeoutMs = 300): { timeoutMs: number; intervalMs: number; say: (line: string) => void; said: string[] } => {
  const said: string[] = []
  return { timeoutMs, intervalMs: 10, say: line => said.push(line), said }
}

/** An address where nobody listens: a port that was free a moment ago. */
export const nobody = (): Promise<string> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(`http://127.0.0.1:${port}`))
    })
  })
