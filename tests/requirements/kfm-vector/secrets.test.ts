import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import { apiKeys, external, noSecrets } from './keys.ts'
import { base, container, engine, environments, job, pod, prod, served } from './units.ts'

row('KFM-45', 'references only', see => {
  noSecrets(see, environments, [base, prod])
  for (const unit of environments) apiKeys(see, unit)
})

row('KFM-46', 'both keys', see => {
  for (const unit of environments) apiKeys(see, unit)
})

row('KFM-47', 'the TLS Secret', see => {
  for (const unit of served) {
    const secret = see.one(unit, 'Certificate', 'vector-tls').get('spec.secretName')
    expect(engine(see, unit).get(`${pod}.volumes[name=tls].secret.secretName`)).toBe(secret)
    expect(engine(see, unit).get(`${container}.volumeMounts[name=tls]`)).toEqual({ name: 'tls', mountPath: '/qdrant/tls', readOnly: true })
  }
})

row('KFM-48', 'the key of the backup', see => {
  for (const unit of served) {
    external(see, unit, 'vector-backup', ['api-key'])
    const given = see.one(unit, 'CronJob', 'vector-backup').get(`${job}.containers[name=client].env[name=API_KEY].valueFrom`)
    expect(given).toEqual({ secretKeyRef: { name: 'vector-backup', key: 'api-key' } })
  }
})

row('KFM-49', 'no Secret in the overlay', see => {
  noSecrets(see, [prod], [prod])
})

row('KFM-50', 'stable names', see => {
  for (const unit of environments)
    for (const one of see.all(unit, 'ExternalSecret')) expect(one.get('spec.target.name')).toBe(one.get('metadata.name'))
  noSecrets(see, environments, [base, prod])
})

row('KFM-51', 'rotation', see => {
  const page = 'docs/operations/secret-rotation.md'
  const said = see.section(page, 'KFM vector store')
  expect(cells(said).map(([key, generator]) => [key, generator])).toEqual(
    expect.arrayContaining([
      ['api-key', 'openssl rand -base64 32'],
      ['read-only-key', 'openssl rand -base64 32'],
    ]),
  )
  expect(said).toMatch(/prod\/kfm-vector api-key=-[\s\S]*pull request that changes an annotation[\s\S]*\*\*Certificate\.\*\*/)
  for (const name of ['vector-api-keys', 'vector-backup']) see.one(prod, 'ExternalSecret', name)
})
