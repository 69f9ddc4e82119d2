import { expect } from 'vitest'
import type { See } from '../see.ts'
import { container, deployment, pod } from './units.ts'

/** Reading endpoints and pods of its own namespace, and nothing else. */
export const readOnlyRole = (see: See, unit: string): void => {
  const role = see.one(unit, 'Role', /formdb-api$/)
  const rules = role.get<{ apiGroups: string[]; resources: string[]; verbs: string[] }[]>('rules')
  expect(rules).toHaveLength(1)
  expect(rules[0]?.apiGroups).toEqual([''])
  expect([...(rules[0]?.resources ?? [])].sort()).toEqual(['endpoints', 'pods'])
  expect([...(rules[0]?.verbs ?? [])].sort()).toEqual(['get', 'list', 'watch'])
  const account = see.one(unit, 'ServiceAccount', /formdb-api$/).get('metadata.name')
  const bindings = see.all(unit, 'RoleBinding').filter(one => one.some('subjects[0].name') === account)
  expect(bindings).toHaveLength(1)
  const binding = see.one(unit, 'RoleBinding', /formdb-api$/)
  expect(binding.get('roleRef.kind')).toBe('Role')
  expect(binding.get('roleRef.name')).toBe(role.get('metadata.name'))
  expect(binding.get('subjects[0].kind')).toBe('ServiceAccount')
  expect(binding.get('subjects[0].name')).toBe(account)
  expect(deployment(see, unit).get(`${pod}.serviceAccountName`)).toBe(account)
  expect(deployment(see, unit).get(`${pod}.automountServiceAccountToken`)).toBe(true)
  for (const kind of ['ClusterRole', 'ClusterRoleBinding']) see.none(unit, kind)
}

const keys = ['erlang-cookie', 'jwt-secret', 'secret-key-base']

/** One ExternalSecret makes `formdb-secrets`; no prefix of an environment touches the name. */
export const externalSecret = (see: See, unit: string): void => {
  const one = see.one(unit, 'ExternalSecret', /formdb-secrets$/)
  expect(one.get('spec.target.name')).toBe('formdb-secrets')
  expect(one.get('spec.secretStoreRef')).toEqual({ kind: 'ClusterSecretStore', name: 'vault' })
  see.none(unit, 'Secret')
}

type Entry = { secretKey: string; remoteRef: { property: string } }
type Env = { name: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }

/** The three keys come from the store, and each reaches the container in a variable. */
export const secretKeys = (see: See, unit: string): void => {
  const data = see.one(unit, 'ExternalSecret', /formdb-secrets$/).some<Entry[]>('spec.data')
  expect(data.map(one => one.secretKey).sort()).toEqual(keys)
  expect(data.map(one => one.remoteRef.property).sort()).toEqual(keys)
  const env = deployment(see, unit).get<Env[]>(`${container}.env`)
  expect(env.map(one => [one.name, one.valueFrom?.secretKeyRef?.name, one.valueFrom?.secretKeyRef?.key]).sort()).toEqual([
    ['JWT_SECRET', 'formdb-secrets', 'jwt-secret'],
    ['RELEASE_COOKIE', 'formdb-secrets', 'erlang-cookie'],
    ['SECRET_KEY_BASE', 'formdb-secrets', 'secret-key-base'],
  ])
}
