import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import { command, deploy } from '../workflow.ts'
import { externalSecret, secretKeys } from './access.ts'
import { rotation } from './documents.ts'
import { route } from './edge.ts'
import { replicas } from './scaling.ts'
import { container, deployment, environments, ingress, offline, prod, staging } from './units.ts'

row('FORMDB-135', 'the image', see => {
  for (const unit of [staging, prod])
    expect(deployment(see, unit).get(`${container}.image`)).toMatch(
      /^ghcr\.io\/hyperpolymath\/formdb-http-api:v1\.0\.0(@sha256:[0-9a-f]{64})?$/,
    )
  expect(deployment(see, offline).get(`${container}.image`)).toMatch(/\/hyperpolymath\/formdb-http-api:v1\.0\.0(@sha256:[0-9a-f]{64})?$/)
})

row('FORMDB-136', 'the secret', see => {
  for (const unit of environments) externalSecret(see, unit)
  secretKeys(see, prod)
  expect(see.one(prod, 'ExternalSecret', /formdb-secrets$/).get('metadata.namespace')).toBe('formdb-production')
  const generators = cells(see.section(rotation, 'FormDB HTTP API')).map(([key, generator]) => [key, generator])
  expect(generators).toEqual(
    expect.arrayContaining([
      ['secret-key-base', 'mix phx.gen.secret'],
      ['jwt-secret', 'openssl rand -base64 64'],
      ['erlang-cookie', 'openssl rand -base64 32'],
    ]),
  )
})

const breakGlass = 'docs/operations/break-glass.md'

row('FORMDB-137', 'Argo CD deploys, not kubectl', see => {
  expect(see.section('docs/operations/production-deployment.md', 'Release to prod')).toContain('argocd app sync formdb-http-api-prod')
  expect(see.section(breakGlass, 'Break-glass')).toContain('kubectl apply -k overlays/prod/formdb-http-api')
  const documents = [...see.files('docs'), ...see.files('apps'), ...see.files('argo'), 'README.md'].filter(file => file.endsWith('.md'))
  const others = documents.filter(file => file !== breakGlass && !file.startsWith('docs/requirements/'))
  for (const file of others) see.lacks(file, 'kubectl apply -k')
})

row('FORMDB-138', 'names in prod', see => {
  expect(deployment(see, prod).get('metadata.name')).toBe('prod-formdb-http-api')
  expect(see.one(prod, 'Namespace').get('metadata.name')).toBe('formdb-production')
  for (const object of see.all(prod).filter(one => !one.id.includes(': Namespace '))) {
    expect(object.get('metadata.name')).toMatch(/^prod-/)
    expect(object.get('metadata.namespace')).toBe('formdb-production')
  }
  replicas(see, prod, 5, 10)
  route(see, prod, 'api.formdb.io')
})

row('FORMDB-139', 'the health address', see => {
  const address = (unit: string): string =>
    `https://${ingress(see, unit).get('spec.rules[0].host')}${deployment(see, unit).get(`${container}.livenessProbe.httpGet.path`)}`
  expect(address(prod)).toBe('https://api.formdb.io/api/v1/health')
  expect(address(staging)).toBe('https://api-staging.formdb.io/api/v1/health')
  const workflow = see.yaml(deploy)
  expect(command(workflow, 'deploy-production', 'scripts/smoke/')).toBe('node scripts/smoke/formdb-http-api.ts --env prod')
  expect(command(workflow, 'deploy-staging', 'scripts/smoke/')).toBe('node scripts/smoke/formdb-http-api.ts --env staging')
})
