import { expect } from 'vitest'
import { defaultDeny } from '../network.ts'
import { argo } from '../platform.ts'
import { row } from '../row.ts'
import { externalSecret, readOnlyRole, secretKeys } from './access.ts'
import { project } from './argo.ts'
import { header, httpsOnly, issuer, limits, plainBehind, securityHeaders } from './edge.ts'
import { letIn } from './network.ts'
import { noCapabilities, nonRoot, readOnlyRoot, seccomp, unprivileged } from './pod.ts'
import { base, beside, config, dev, environments, everywhere, offline, prod, staging } from './units.ts'

row('FORMDB-61', 'certificates from cert-manager', see => {
  for (const unit of [staging, prod]) {
    expect(issuer(see, unit)).toBe('letsencrypt-prod')
    const one = see.one(beside(unit, 'cluster-certificates'), 'ClusterIssuer', 'letsencrypt-prod')
    expect(one.get('spec.acme.server')).toBe('https://acme-v02.api.letsencrypt.org/directory')
  }
})

row('FORMDB-62', 'HTTPS only', see => {
  for (const unit of everywhere) httpsOnly(see, unit)
})

row('FORMDB-63', 'TLS ends at the edge', see => {
  for (const unit of everywhere) plainBehind(see, unit)
})

const headerRow =
  (name: string): ((see: Parameters<typeof header>[0]) => void) =>
  see => {
    for (const unit of environments) header(see, unit, name, securityHeaders[name] as string)
  }

row('FORMDB-64', 'X-Frame-Options', headerRow('X-Frame-Options'))

row('FORMDB-65', 'X-Content-Type-Options', headerRow('X-Content-Type-Options'))

row('FORMDB-66', 'X-XSS-Protection', headerRow('X-XSS-Protection'))

row('FORMDB-67', 'Referrer-Policy', headerRow('Referrer-Policy'))

row('FORMDB-68', 'Permissions-Policy', headerRow('Permissions-Policy'))

row('FORMDB-69', 'filtered network', see => {
  for (const unit of everywhere) {
    letIn(see, unit)
    defaultDeny(see, unit)
  }
})

row('FORMDB-70', 'not root', see => {
  for (const unit of everywhere) nonRoot(see, unit)
})

row('FORMDB-71', 'read-only root file system', see => {
  for (const unit of everywhere) readOnlyRoot(see, unit)
})

row('FORMDB-72', 'no privilege escalation', see => {
  for (const unit of everywhere) unprivileged(see, unit)
})

row('FORMDB-73', 'no capabilities', see => {
  for (const unit of everywhere) noCapabilities(see, unit)
})

row('FORMDB-74', 'seccomp', see => {
  for (const unit of everywhere) seccomp(see, unit)
})

row('FORMDB-75', 'minimal access', see => {
  for (const unit of everywhere) readOnlyRole(see, unit)
  const namespaces = { dev: 'formdb-dev', staging: 'formdb-staging', prod: 'formdb-production', offline: 'formdb-production' }
  for (const [env, namespace] of Object.entries(namespaces))
    expect(project(see, env).get('spec.clusterResourceWhitelist')).toEqual([{ group: '', kind: 'Namespace', name: namespace }])
  expect(Object.keys(argo)).toEqual(Object.keys(namespaces))
})

row('FORMDB-76', 'secrets from the store', see => {
  for (const unit of everywhere) externalSecret(see, unit)
})

row('FORMDB-77', 'the three secrets', see => {
  for (const unit of everywhere) secretKeys(see, unit)
})

row('FORMDB-78', 'rate limit of the application', see => {
  for (const unit of everywhere) {
    const settings = config(see, unit)
    const [enabled, requests, window] = ['ENABLED', 'MAX_REQUESTS', 'WINDOW_MS'].map(key => settings.get(`data.RATE_LIMIT_${key}`))
    expect([enabled, requests, window]).toEqual(['true', '1000', '60000'])
  }
})

row('FORMDB-79', 'rate limits at the edge', see => {
  for (const unit of [base, dev, staging]) limits(see, unit, '100', '50')
})

row('FORMDB-80', 'rate limit in prod', see => {
  for (const unit of [prod, offline]) limits(see, unit, '500', '200')
})
