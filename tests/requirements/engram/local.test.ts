import { expect } from 'vitest'
import { row } from '../row.ts'
import { compose, engram, health, localReadme, resources, stop, volumes } from './compose.ts'
import { containerContext, temporary } from './pod.ts'
import { required, settings, tables } from './settings.ts'
import { base, container, dev, prod, set, variable } from './units.ts'

row('ENGRAM-44', 'the service', see => {
  expect(compose(see).get('version')).toBe('3.8')
  expect([engram(see, 'container_name'), engram(see, 'hostname')]).toEqual(['engram-db', 'engram-primary'])
  expect(engram(see, 'image')).toBe(set(see, dev).get(`${container}.image`))
  compose(see).none('services.engram.build')
})

row('ENGRAM-45', 'ports', see => {
  expect(engram(see, 'ports')).toEqual(['7432:7432', '50051:50051'])
})

row('ENGRAM-46', 'volumes', volumes)

row('ENGRAM-47', 'variables', see => {
  for (const [name, value] of Object.entries({
    ENGRAM_DATA_DIR: '/data',
    ENGRAM_HTTP_PORT: '7432',
    ENGRAM_GRPC_PORT: '50051',
    RUST_LOG: '${' + 'RUST_LOG:-info}',
    RUST_BACKTRACE: '${' + 'RUST_BACKTRACE:-1}',
  }))
    expect(engram(see, `environment.${name}`)).toBe(value)
  expect(variable(see, dev, 'RUST_BACKTRACE')).toBe('1')
  set(see, prod).none(`${container}.env[name=RUST_BACKTRACE]`)
})

row('ENGRAM-48', 'tuning with the numbers of the configuration', see => {
  const { cache, consolidation, persistence } = settings(see, base)
  expect(engram(see, 'environment.ENGRAM_CACHE_SIZE_MB')).toBe(`\${CACHE_SIZE_MB:-${cache?.size_mb}}`)
  expect(engram(see, 'environment.ENGRAM_CONSOLIDATION_INTERVAL_SEC')).toBe(String(consolidation?.interval_sec))
  expect(engram(see, 'environment.ENGRAM_FLUSH_INTERVAL_SEC')).toBe(String(persistence?.flush_interval_sec))
  expect([cache?.size_mb, consolidation?.interval_sec, persistence?.flush_interval_sec]).toEqual([2048, 60, 30])
  expect(settings(see, base)).toEqual(required)
  expect(tables(see.text('apps/engram/local/config/engram.toml'))).toEqual(required)
})

row('ENGRAM-49', 'mimalloc', see => {
  expect(engram(see, 'environment.MIMALLOC_LARGE_OS_PAGES')).toBe('1')
  expect(engram(see, 'environment.MIMALLOC_RESERVE_HUGE_OS_PAGES')).toBe('4')
})

row('ENGRAM-50', 'resources', resources)

row('ENGRAM-51', 'no new privileges', see => {
  expect(engram(see, 'security_opt')).toEqual(['no-new-privileges:true', 'apparmor:docker-default'])
  containerContext(see, prod)
})

row('ENGRAM-52', 'capabilities and root', see => {
  expect([engram(see, 'cap_drop'), engram(see, 'cap_add'), engram(see, 'read_only')]).toEqual([['ALL'], ['NET_BIND_SERVICE'], true])
})

row('ENGRAM-53', 'the temporary folder', see => {
  expect(engram(see, 'tmpfs')).toEqual(['/tmp:noexec,nosuid,size=100M'])
  temporary(see, prod)
})

row('ENGRAM-54', 'health check', see => {
  expect(engram(see, 'healthcheck')).toEqual(health)
})

row('ENGRAM-55', 'restart', see => {
  for (const name of ['engram', 'prometheus', 'grafana']) expect(compose(see).get(`services.${name}.restart`)).toBe('unless-stopped')
})

row('ENGRAM-56', 'logs', see => {
  expect(engram(see, 'logging')).toEqual({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3', compress: 'true' } })
})

row('ENGRAM-57', 'network', see => {
  expect(engram(see, 'networks')).toEqual({ 'engram-net': { aliases: ['engram-db'] } })
})

row('ENGRAM-58', 'stopping', stop)

row('ENGRAM-63', 'what makes it fast', see => {
  for (const word of [/mimalloc/, /reserved/, /nocopy/, /alias/, /BuildKit/])
    expect(see.section(localReadme, 'What makes it fast')).toMatch(word)
})
