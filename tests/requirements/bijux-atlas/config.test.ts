import { expect } from 'vitest'
import { row } from '../row.ts'
import { contract, required } from './names.ts'
import { variables } from './pod.ts'
import { combination, config, container, deployment, everywhere, pod, prod, staging } from './units.ts'

row('ATLAS-43', 'settings that are no secrets, under names that the server knows', see => {
  const compat = combination('upstream-compat')
  for (const unit of [...everywhere, compat]) {
    const keys = Object.keys(config(see, unit).some<Record<string, string>>('data'))
    expect(keys).toContain('ATLAS_BIND')
    expect(keys.filter(key => /(SECRET|PASSWORD|TOKEN|ACCESS_KEY|PRIVATE)/i.test(key))).toEqual([])
    const known = unit === compat ? contract : [...contract, ...required]
    expect([...keys, ...variables(deployment(see, unit), container)].filter(name => !known.includes(name))).toEqual([])
    const from = deployment(see, unit).get(`${container}.envFrom`)
    expect(from).toEqual([{ configMapRef: { name: config(see, unit).get('metadata.name') } }])
    // Links would add BIJUX_ATLAS_PORT and others.
    expect(deployment(see, unit).get(`${pod}.enableServiceLinks`)).toBe(false)
  }
})

row('ATLAS-44', 'the two keys of the store', see => {
  for (const unit of [staging, prod]) {
    see.none(unit, 'Secret')
    const one = see.one(unit, 'ExternalSecret')
    const env = unit.split('/')[1]
    expect(one.get('spec.data')).toEqual(
      ['ATLAS_STORE_ACCESS_KEY', 'ATLAS_STORE_SECRET_KEY'].map(key => ({
        secretKey: key,
        remoteRef: { key: `${env}/bijux-atlas`, property: key },
      })),
    )
    expect(one.get('spec.secretStoreRef')).toEqual({ kind: 'ClusterSecretStore', name: 'vault' })
    const name = one.get('spec.target.name')
    for (const [variable, key] of [
      ['ATLAS_STORE_ACCESS_KEY_ID', 'ATLAS_STORE_ACCESS_KEY'],
      ['ATLAS_STORE_SECRET_ACCESS_KEY', 'ATLAS_STORE_SECRET_KEY'],
    ])
      expect(deployment(see, unit).get(`${container}.env[name=${variable}].valueFrom.secretKeyRef`)).toEqual({ name, key })
  }
})
