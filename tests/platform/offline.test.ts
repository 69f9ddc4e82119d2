import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { golden, list, names, read, type Source, scalars, values } from './platform.ts'

const { registry } = parse(read('base/env/offline/environment.yaml')).data as { registry: string }
/** Charts without a container of their own: custom resources only, or a proxy that istiod injects. */
const imageless = ['istio-base', 'istio-ingress', 'prometheus-operator-crds']
/** The settings by which charts name where images come from. */
const address = /(^|\.)(registry|repository|hub|image|imageRegistry|defaultImageRegistry)$/

test('every release with containers says for offline where its images come from', () => {
  expect(list('platform/values/offline')).toEqual(names.filter(name => !imageless.includes(name)).map(name => `${name}.yaml`))
})

test.each(names.filter(name => !imageless.includes(name)))('%s pulls from the mirror only', name => {
  const found = scalars(values(name, 'offline')).filter(([path, value]) => address.test(path) && typeof value === 'string')
  expect(found).not.toEqual([])
  for (const [path, value] of found) expect(value, path).toMatch(new RegExp(`^${registry.replaceAll('.', '\\.')}(/|$)`))
})

test('every chart comes from the mirror, and the project allows no other source', () => {
  const objects = golden('argo/offline')
  const charts = objects.flatMap(({ spec }) => (spec?.sources as Source[] | undefined) ?? []).filter(({ chart }) => chart)
  expect(charts).toHaveLength(names.length)
  for (const { repoURL } of charts) expect(repoURL).toBe(`${registry}/charts`)
  const project = objects.find(({ kind, metadata }) => kind === 'AppProject' && metadata.name === 'platform')
  expect(project?.spec.sourceRepos).toEqual([expect.stringMatching(/\.git$/), `${registry}/charts`])
})
