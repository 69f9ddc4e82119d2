import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that Linux lends to outgoing connections (32768 and up): one of those could take a port between our look and its use. */
const [lowest, highest] = [16_000, 32_000]

const free = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  await once(server.close(), 'close')
  return true
}

/** `count` different loopback ports that were free a moment ago; by chance, so that two clusters that start at once don't meet. */
export const freePorts = async (count: number): Promise<number[]> => {
  const found = new Set<number>()
  while (found.size < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (await free(port)) found.add(port)
  }
  return [...found]
}
