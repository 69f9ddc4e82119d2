import { expect } from 'vitest'
import { seconds } from '../quantity.ts'
import { row } from '../row.ts'
import { compose, engram, health, localReadme, resources, stop, volumes } from './compose.ts'

row('ENGRAM-153', 'commands to try it', see => {
  const commands = see.text(localReadme)
  for (const command of [
    'RUST_LOG=debug CACHE_SIZE_MB=4096 ENGRAM_DATA_PATH=/var/lib/engram docker compose up',
    '--profile monitoring',
    '/health\n',
    '/api/v1/system/health',
    ':9090/-/healthy',
    ':3000/api/health',
    'stop --timeout 30',
    'Graceful shutdown complete',
    'down --volumes',
  ])
    expect(commands).toContain(command)
  see.lacks(localReadme, 'exec engram sh')
})

row('ENGRAM-181', 'jumbo frames', see => {
  expect(see.section(localReadme, 'What makes it fast')).toMatch(/mtu: "9000"/)
  compose(see).none('networks.engram-net.driver_opts')
})

row('ENGRAM-191', 'one command', see => {
  expect(see.section(localReadme, 'Start')).toContain('docker compose up --detach')
  expect(Object.keys(compose(see).some<object>('services'))).toEqual(['engram', 'prometheus', 'grafana'])
  compose(see).none('services.engram.profiles')
})

row('ENGRAM-192', 'everything has a health check', see => {
  expect(engram(see, 'healthcheck')).toEqual(health)
  for (const [name, address] of [
    ['prometheus', 'http://localhost:9090/-/healthy'],
    ['grafana', 'http://localhost:3000/api/health'],
  ]) {
    expect(compose(see).get(`services.${name}.healthcheck.test`)).toEqual(['CMD', 'wget', '-q', '-O', '-', address])
    const every = seconds(compose(see).get(`services.${name}.healthcheck.interval`))
    expect(every).toBeGreaterThan(0)
    expect(every).toBeLessThanOrEqual(20)
  }
})

row('ENGRAM-193', 'data survives', see => {
  volumes(see)
  compose(see).some('volumes.engram-data')
})

row('ENGRAM-194', 'configuration is mounted', volumes)

row('ENGRAM-195', 'it stops in time', stop)

row('ENGRAM-196', 'limits', resources)
