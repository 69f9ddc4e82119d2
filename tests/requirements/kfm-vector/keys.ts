import { expect } from 'vitest'
import type { See } from '../see.ts'
import { container, engine } from './units.ts'

const entry = (env: string, name: string): object => ({ secretKey: name, remoteRef: { key: `${env}/kfm-vector`, property: name } })

/** An ExternalSecret makes a Secret of a fixed name from the environment's own path in the store. */
export const external = (see: See, unit: string, name: string, keys: string[]): void => {
  const env = unit.startsWith('overlays/') ? (unit.split('/')[1] as string) : 'environment'
  const one = see.one(unit, 'ExternalSecret', name)
  expect(one.get('spec.target')).toEqual({ name, creationPolicy: 'Owner' })
  expect(one.get('spec.secretStoreRef')).toEqual({ kind: 'ClusterSecretStore', name: 'vault' })
  expect(one.get('spec.data')).toEqual(keys.map(key => entry(env, key)))
}

export const apiKeys = (see: See, unit: string): void => external(see, unit, 'vector-api-keys', ['api-key', 'read-only-key'])

/** The engine gets both keys from that Secret, and doesn't start without it. */
export const keyed = (see: See, unit: string): void => {
  for (const [name, key] of [
    ['API_KEY', 'api-key'],
    ['READ_ONLY_API_KEY', 'read-only-key'],
  ])
    expect(engine(see, unit).get(`${container}.env[name=QDRANT__SERVICE__${name}].valueFrom`)).toEqual({
      secretKeyRef: { name: 'vector-api-keys', key },
    })
}

/** No Secret is rendered, none stands in the tree, and kustomize makes none. */
export const noSecrets = (see: See, units: string[], folders: string[]): void => {
  for (const unit of units) see.none(unit, 'Secret')
  const files = folders.flatMap(folder => see.files(folder)).filter(file => /\.ya?ml$/.test(file))
  expect(files).not.toEqual([])
  for (const file of files) for (const word of ['kind: Secret', 'secretGenerator']) see.lacks(file, word)
}
