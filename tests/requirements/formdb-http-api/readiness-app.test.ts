import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import { command, deploy } from '../workflow.ts'
import { externalSecret, readOnlyRole, secretKeys } from './access.ts'
import { readme, recovery, rotation } from './documents.ts'
import { allHeaders, issuer, limits, route } from './edge.ts'
import { logging, scraped } from './observe.ts'
import { gracefulShutdown, hardened, probes } from './pod.ts'
import { disruption, rolling, targets } from './scaling.ts'
import { config, dev, environments, offline, prod, scaler, staging } from './units.ts'

const served = [staging, prod, offline]

row('FORMDB-113', 'health checks implemented', see => {
  for (const unit of environments) probes(see, unit)
})

row('FORMDB-114', 'metrics endpoint works', see => {
  for (const unit of environments) scraped(see, unit)
  command(see.yaml(deploy), 'deploy-production', 'scripts/smoke/formdb-http-api.ts --env prod')
})

row('FORMDB-115', 'graceful shutdown', see => {
  for (const unit of environments) gracefulShutdown(see, unit)
})

row('FORMDB-116', 'secrets generated and kept', see => {
  for (const unit of environments) externalSecret(see, unit)
  expect(see.section(rotation, 'FormDB HTTP API')).toMatch(/kv\/prod\/formdb-http-api/)
})

row('FORMDB-117', 'TLS certificates', see => {
  route(see, prod, 'api.formdb.io')
  expect(issuer(see, prod)).toBe('letsencrypt-prod')
})

row('FORMDB-118', 'access policies', see => {
  for (const unit of environments) readOnlyRole(see, unit)
})

row('FORMDB-120', 'pod security', see => {
  for (const unit of environments) {
    hardened(see, unit)
    expect(see.one(unit, 'Namespace').get('metadata.labels[pod-security.kubernetes.io/enforce]')).toBe('restricted')
  }
})

row('FORMDB-121', 'security headers', see => {
  for (const unit of environments) allHeaders(see, unit)
})

row('FORMDB-122', 'rate limits', see => {
  for (const unit of [dev, staging]) limits(see, unit, '100', '50')
  for (const unit of [prod, offline]) limits(see, unit, '500', '200')
  for (const unit of environments) expect(config(see, unit).get('data.RATE_LIMIT_ENABLED')).toBe('true')
})

row('FORMDB-123', 'metrics exposed', see => {
  for (const unit of environments) scraped(see, unit)
})

row('FORMDB-125', 'health checks configured', see => {
  for (const unit of environments) probes(see, unit)
})

row('FORMDB-126', 'logs to stdout', see => {
  for (const unit of environments) logging(see, unit)
})

row('FORMDB-127', 'ServiceMonitor', see => {
  for (const unit of environments) scraped(see, unit)
})

row('FORMDB-128', 'several replicas', see => {
  for (const unit of served) expect(scaler(see, unit).get('spec.minReplicas')).toBe(unit === staging ? 3 : 5)
  expect(scaler(see, dev).get('spec.minReplicas')).toBe(1)
  expect(see.text(readme)).toMatch(/^\| dev \|.*\| 1 \|/m)
})

row('FORMDB-129', 'autoscaler and budget', see => {
  for (const unit of served) for (const check of [targets, disruption]) check(see, unit)
})

row('FORMDB-130', 'rolling updates', see => {
  for (const unit of served) for (const check of [rolling, gracefulShutdown]) check(see, unit)
})

row('FORMDB-131', 'deployment guide', see => {
  see.heading(readme, 'FormDB HTTP API')
  see.heading('docs/operations/production-deployment.md', 'Release to prod')
})

row('FORMDB-132', 'configuration documented', see => {
  const documented = cells(see.section(readme, 'Configuration')).map(([name]) => name)
  for (const key of Object.keys(config(see, prod).some<object>('data'))) expect(documented).toContain(key)
  secretKeys(see, prod)
  for (const key of ['secret-key-base', 'jwt-secret', 'erlang-cookie']) expect(documented).toContain(key)
})

row('FORMDB-133', 'troubleshooting', see => {
  expect(cells(see.section(readme, 'Troubleshooting')).length).toBeGreaterThan(5)
})

row('FORMDB-134', 'disaster recovery', see => {
  expect(see.section(recovery, 'FormDB HTTP API')).toMatch(/Restore[\s\S]*VolumeSnapshot/)
  const [, , schedule, kept] =
    cells(see.section(recovery, 'Disaster recovery')).find(([what]) => what === 'FormDB formdb-data, prod and offline') ?? []
  expect([schedule, kept]).toEqual(['0 1 * * *', '7 days'])
  const job = see.one(prod, 'CronJob')
  expect(job.get('spec.schedule')).toBe(schedule)
  expect(job.get('spec.jobTemplate.spec.template.spec.containers[0].env[name=RETENTION_DAYS].value')).toBe('7')
  expect(job.get('spec.concurrencyPolicy')).toBe('Forbid')
})
