import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import { capacity } from './capacity.ts'
import { literals } from './literals.ts'
import { container, environments, everywhere, type Service, services, unitOf, workload } from './units.ts'

const guide = 'docs/operations/promotion.md'
const load = 'apps/tartware-api-gateway/local/load-test.js'

row('TARTWARE-01', '20,000 operations a second, and a guide for who promotes', see => {
  for (const env of ['prod', 'offline']) capacity(see, env)
  const script = see.text(load)
  expect(script).toContain('export const goal = 20000\n')
  const told = /shares = \{ (.*) \}/.exec(script)?.[1] ?? ''
  // What ends in each service behind the gateway is what the load test asks of it.
  const shares = cells(see.section('docs/operations/capacity.md', 'Tartware')).filter(line => line.length === 6 && line[0] !== services[0])
  for (const service of services.slice(1)) {
    const [, share = ''] = shares.find(([name]) => name === service) ?? []
    expect(told).toContain(`${service.split('-')[0]}: ${share.replace(' %', '')}`)
  }
  expect(see.section(guide, 'A new version to dev')).toMatch(/1\. Action: `pnpm image <app> dev <name:tag@digest>`[\s\S]*Verification: /)
  expect(see.section(guide, 'To staging, to prod')).toMatch(
    /`pnpm promote <app> dev staging`.*`pnpm promote <app> staging prod`[\s\S]*Verification: /,
  )
  expect(see.section(guide, 'A release to prod or offline')).toMatch(/`pnpm promote --release prod <tag>`[\s\S]*Verification: /)
  expect(see.yaml('package.json').get('scripts.promote')).toBe('node scripts/promote.ts')
  see.file('scripts/promote.ts')
})

/** The credentials of each service, and the Secret that has them. */
const credentials: Record<Service, Record<string, string[]>> = {
  'api-gateway': {},
  'core-service': {
    postgres: ['DB_PASSWORD'],
    'tartware-core-service': ['AUTH_DEFAULT_PASSWORD', 'AUTH_JWT_SECRET', 'REDIS_PASSWORD', 'SYSTEM_ADMIN_JWT_SECRET'],
  },
  'logs-service': {},
  'reservations-command-service': { postgres: ['DB_PASSWORD'] },
  'settings-service': { postgres: ['DB_PASSWORD'] },
}

row('TARTWARE-45', 'credentials come from the store alone', see => {
  for (const [env, service] of everywhere) {
    const unit = unitOf(env, service)
    see.none(unit, 'Secret')
    for (const [from, names] of Object.entries(credentials[service])) {
      const external = see.one(unit, 'ExternalSecret', from)
      expect(external.get('spec.secretStoreRef')).toEqual({ kind: 'ClusterSecretStore', name: 'vault' })
      for (const name of names) {
        expect(external.get(`spec.data[secretKey=${name}].remoteRef.property`)).toBe(name)
        expect(workload(see, env, service).get(`${container}.env[name=${name}].valueFrom`)).toEqual({
          secretKeyRef: { name: from, key: name },
        })
      }
    }
    const all = [workload(see, env, service), ...see.all(unit, 'ConfigMap')]
    expect(all.flatMap(({ whole }) => literals(whole))).toEqual([])
  }
  for (const env of environments)
    expect(see.one(`overlays/${env}/cluster-secrets`, 'ClusterSecretStore', 'vault').some('spec.provider.vault')).toBeTruthy()
  // What holds for these holds for every object: the judge refuses a literal wherever it stands.
  expect(see.text('tests/secrets/repository.test.ts')).toMatch(/await secretJudge\.judge\(repository\)/)
})
