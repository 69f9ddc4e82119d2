import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Prometheus = { url: string; stop: () => void }

/**
 * Stand-in for Prometheus: answers every query with one number, and stores nothing.
 * @param value the number, from the text of the query
 */
export const servePrometheus = async (value: (query: string) => number): Promise<Prometheus> => {
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    const query = form.get('query') ?? new URL(request.url ?? '/', 'http://localhost').searchParams.get('query') ?? ''
    const result = [{ metric: {}, value: [Date.now() / 1000, String(value(query))] }]
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
