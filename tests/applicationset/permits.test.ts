import { expect, test } from 'vitest'
import { sameRepository } from '../../scripts/lib/applicationset/environment.ts'
import { here, type Project, permitsKind, permitsNamespace, permitsSource } from '../../scripts/lib/applicationset/permits.ts'
import type { Application } from '../../scripts/lib/applicationset/types.ts'

const project = (spec: Project['spec']): Project => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'a' },
  spec,
})
const to = (destination: Application['spec']['destination']): Application => ({
  ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'a' } },
  spec: { project: 'a', destination },
})

test.each([
  [['https://git.example.com/a.git'], 'https://git.example.com/a', true],
  [['https://git.example.com/a'], 'https://git.example.com/a/b', false],
  [['https://git.example.com/*'], 'https://git.example.com/a', true],
  [['https://git.example.com/*'], 'https://git.example.com/a/b', false],
  [['https://git.example.com/**'], 'https://git.example.com/a/b', true],
  [['*'], 'https://git.example.com/a/b', true],
  [['*', '!https://git.example.com/a'], 'https://git.example.com/a', false],
  [['!https://git.example.com/a'], 'https://git.example.com/b', false],
  [[], 'https://git.example.com/b', false],
])('repositories %j: %s is allowed: %s', (sourceRepos, repoURL, allowed) => {
  expect(permitsSource(project({ sourceRepos }), { repoURL })).toBe(allowed)
})

test.each([
  [{ server: here, namespace: 'web' }, { server: here }, 'web', true],
  [{ server: here, namespace: 'web' }, { name: 'in-cluster' }, 'web', true],
  [{ name: 'in-cluster', namespace: 'web' }, { server: here }, 'web', true],
  [{ server: 'https://elsewhere', namespace: 'web' }, { server: here }, 'web', false],
  [{ server: here, namespace: 'web' }, { server: here }, '', false],
  [{ server: here, namespace: 'web-*' }, { server: here }, 'web-one', true],
  [{ server: '*', namespace: '*' }, {}, 'web', false],
])('destination %j for %j and namespace "%s": %s', (allowed, destination, namespace, expected) => {
  expect(permitsNamespace(project({ destinations: [allowed] }), to(destination), namespace)).toBe(expected)
})

test('a destination with ! in front forbids, whatever else allows', () => {
  const destinations = [
    { server: here, namespace: '*' },
    { server: here, namespace: '!kube-*' },
  ]
  expect(permitsNamespace(project({ destinations }), to({ server: here }), 'web')).toBe(true)
  expect(permitsNamespace(project({ destinations }), to({ server: here }), 'kube-system')).toBe(false)
})

const any = { group: '*', kind: '*' }
const secret = { group: '', kind: 'Secret' }
const web = { group: '', kind: 'Namespace', name: 'web-*' }
test.each([
  [{}, '', 'ConfigMap', 'a', true, true],
  [{}, '', 'Namespace', 'a', false, false],
  [{ clusterResourceWhitelist: [web] }, '', 'Namespace', 'web-one', false, true],
  [{ clusterResourceWhitelist: [web] }, '', 'Namespace', 'other', false, false],
  [{ clusterResourceWhitelist: [any], clusterResourceBlacklist: [web] }, '', 'Namespace', 'web-one', false, false],
  [{ namespaceResourceWhitelist: [] }, '', 'ConfigMap', 'a', true, false],
  [{ namespaceResourceWhitelist: [{ group: 'a*', kind: '*' }] }, 'apps', 'Deployment', 'a', true, true],
  [{ namespaceResourceWhitelist: [any], namespaceResourceBlacklist: [secret] }, '', 'Secret', 'a', true, false],
])('lists %j: %s/%s "%s" (with a namespace: %s) is allowed: %s', (spec, group, kind, name, namespaced, allowed) => {
  expect(permitsKind(project(spec), group, kind, name, namespaced)).toBe(allowed)
})

test.each([
  ['https://Git.example.com/a.git', 'https://git.example.com/a', true],
  ['git@git.example.com:team/a.git', 'ssh://git@git.example.com/team/a', true],
  ['https://git.example.com/a', 'https://git.example.com/b', false],
])('%s is %s: %s', (a, b, same) => {
  expect(sameRepository(a, b)).toBe(same)
})
