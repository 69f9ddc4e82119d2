import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import { internalOnly } from './exposure.ts'
import { noSecrets } from './keys.ts'
import { clustered, spread, storage } from './pod.ts'
import { base, config, dev, everything, everywhere, job, offline, prod, prodReadme, staging } from './units.ts'

row('KFM-08', 'high availability', see => {
  for (const unit of [staging, prod, offline]) {
    clustered(see, unit, 3, 'https')
    spread(see, unit)
    expect(Number(config(see, unit).get('data.QDRANT__STORAGE__COLLECTION__REPLICATION_FACTOR'))).toBe(2)
  }
  clustered(see, dev, 1, 'http')
})

row('KFM-09', 'durability', see => {
  for (const unit of [base, dev, staging]) storage(see, unit, '10Gi')
  for (const unit of [prod, offline]) storage(see, unit, '100Gi')
})

row('KFM-10', 'in the cluster only', see => {
  for (const unit of everywhere) internalOnly(see, unit)
})

row('KFM-11', 'no secret in Git', see => {
  noSecrets(see, everywhere, ['apps', 'base', 'overlays'])
})

row('KFM-12', 'the index can be made again', see => {
  const env = see.one(everything, 'CronJob', 'vector-index-rebuild').some<{ name: string }[]>(`${job}.containers[0].env`)
  const inputs = cells(see.section(prodReadme, 'Rebuild')).map(([, where]) => where ?? '')
  for (const name of ['DATASET_VERSION', 'EMBEDDING_MODEL_VERSION']) {
    expect(env.map(one => one.name)).toContain(name)
    expect(inputs.join('\n')).toContain(name)
  }
})

row('KFM-13', 'the files of the overlay', see => {
  for (const file of ['kustomization.yaml', 'README.md', 'patches/replicas.yaml', 'patches/size.yaml']) see.file(`${prod}/${file}`)
  for (const file of ['kustomization.yaml', 'statefulset.yaml', 'service.yaml']) see.file(`${base}/${file}`)
  expect(see.yaml(`${base}/statefulset.yaml`).some<unknown[]>('spec.volumeClaimTemplates')).toHaveLength(2)
})

row('KFM-14', 'patches and their folder', see => {
  const files = see.files('overlays')
  const overlays = files.filter(file => file.endsWith('/kustomization.yaml')).map(file => file.slice(0, -'/kustomization.yaml'.length))
  expect(overlays).toEqual(expect.arrayContaining([staging, prod]))
  for (const unit of overlays) {
    const there = files.filter(file => file.startsWith(`${unit}/patches/`)).map(file => file.slice(unit.length + 1))
    if (there.length === 0) continue
    const listed = see.yaml(`${unit}/kustomization.yaml`).some<{ path?: string }[]>('patches')
    expect(listed.flatMap(({ path }) => path ?? []).sort(), unit).toEqual(there)
  }
})
