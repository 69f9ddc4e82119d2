import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { internalOnly } from './exposure.ts'
import { base, container, dev, engine, environments, everywhere, offline, prod, prodReadme, readme, staging } from './units.ts'

row('KFM-01', 'a governed overlay', see => {
  const head = cells(see.section(prodReadme, 'KFM vector store in prod')).map(([key]) => key)
  expect(head).toEqual(expect.arrayContaining(['Path', 'Scope', 'Governance']))
  expect(see.text('.github/CODEOWNERS')).toMatch(/^\/overlays\/prod\/ +@/m)
})

row('KFM-02', 'the trust membrane', see => {
  for (const unit of everywhere) internalOnly(see, unit)
})

row('KFM-03', 'the confirmed engine', see => {
  const one = engine(see, prod)
  const keys = one.some<{ name: string; valueFrom?: { secretKeyRef?: object } }[]>(`${container}.env`)
  const mount = (name: string): string => one.get(`${container}.volumeMounts[name=${name}].mountPath`)
  const [http, p2p] = ['http', 'p2p'].map(name => one.get<number>(`${container}.ports[name=${name}].containerPort`))
  const auth = keys.filter(({ valueFrom }) => valueFrom?.secretKeyRef).map(({ name }) => name)
  expect(cells(see.section(prodReadme, 'Confirmed engine')).slice(1)).toEqual([
    ['engine', 'Qdrant, in cluster mode'],
    ['image', one.get(`${container}.image`)],
    ['workload', `${one.get('kind')} ${one.get('metadata.name')}, ${one.get('spec.replicas')} pods`],
    ['ports', `${http} (REST and metrics), ${p2p} (peers)`],
    ['data path', mount('data')],
    ['snapshots path', mount('snapshots')],
    ['auth', auth.join(', ')],
  ])
  for (const file of [readme, prodReadme]) see.lacks(file, 'not confirmed')
})

row('KFM-04', 'base and overlay', see => {
  for (const unit of [base, prod]) expect(engine(see, unit).get('metadata.namespace')).toBe('kfm-vector')
  const original = 'infra/apps/dependencies/vector'
  const moved = cells(see.section(readme, 'Where the original files went'))
  expect(moved).toContainEqual([`${original}/base/`, 'apps/kfm-vector/'])
  expect(moved).toContainEqual([`${original}/overlays/prod/`, 'overlays/prod/kfm-vector/'])
})

/** The patches of an overlay, as files. There are none in dev and offline. */
const patches = (see: See, unit: string): string[] => see.files(unit).filter(file => file.startsWith(`${unit}/patches/`))

row('KFM-05', 'shared configuration stays in the base', see => {
  for (const unit of [dev, staging, prod])
    expect(see.yaml(`${unit}/kustomization.yaml`).get('resources')).toEqual(['../../../apps/kfm-vector'])
  expect(see.yaml(`${offline}/kustomization.yaml`).get('resources')).toEqual(['../../prod/kfm-vector'])
})

row('KFM-06', 'differences are patches', see => {
  for (const unit of environments) {
    see.file(`${unit}/kustomization.yaml`)
    const others = see.files(unit).filter(file => !patches(see, unit).includes(file))
    expect(others.filter(file => !/\/(kustomization\.yaml|README\.md)$/.test(file))).toEqual([])
  }
})

row('KFM-07', 'no copied workload', see => {
  for (const unit of environments) {
    see.file(`${unit}/kustomization.yaml`)
    for (const file of patches(see, unit)) see.lacks(file, 'image:')
  }
})
