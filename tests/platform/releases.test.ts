import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { environments, golden, type KubeObject, list, names, type Release, read, releases, type Source } from './platform.ts'

type Application = KubeObject & { spec: { sources: Source[]; destination: { namespace: string } } }
const objects = list('argo/platform')
  .filter(name => name.endsWith('.yaml') && name !== 'kustomization.yaml')
  .map(name => parse(read(`argo/platform/${name}`)) as KubeObject)
const applications = objects.filter(({ kind }) => kind === 'Application') as Application[]
const yaml = (name: string): string => `${name}.yaml`
// Helm and Helmfile write oci:// before a registry, Argo CD doesn't.
const forArgo = (source: string): string => source.replace('oci://', '')

test('versions.yaml, the Applications and the values files name the same releases', () => {
  expect(applications.map(({ metadata }) => metadata.name).sort()).toEqual([...names].sort())
  const files = list('platform/values').filter(name => name.endsWith('.yaml'))
  expect(files).toEqual(names.map(yaml).sort())
})

test('every file of an environment is read: it has the name of an environment and of a release', () => {
  const folders = list('platform/values').filter(name => !name.endsWith('.yaml'))
  expect(folders).toEqual(expect.arrayContaining(['offline']))
  for (const folder of folders) {
    expect(environments).toContain(folder)
    for (const file of list(`platform/values/${folder}`)) expect(names.map(yaml)).toContain(file)
  }
})

test.each(applications.map(application => [application.metadata.name, application] as const))(
  '%s agrees with versions.yaml',
  (name, { spec }) => {
    const { chart, version, source, namespace } = releases[name] as Release
    const { repoURL, chart: installed, targetRevision, helm } = spec.sources[0] as Source
    const said = { chart: installed, version: targetRevision, source: repoURL, namespace: spec.destination.namespace }
    expect(said).toEqual({ chart, version, source: forArgo(source), namespace })
    expect(helm.valueFiles).toEqual([`$values/platform/values/${name}.yaml`, `$values/platform/values/environment/${name}.yaml`])
  },
)

test.each(environments)('%s reads its own values files', env => {
  for (const { metadata, spec } of golden(`argo/${env}`)) {
    if (metadata.labels?.['app.kubernetes.io/part-of'] !== 'platform') continue
    const { helm } = (spec.sources as Source[])[0] as Source
    expect(helm.valueFiles).toEqual([
      `$values/platform/values/${metadata.name}.yaml`,
      `$values/platform/values/${env}/${metadata.name}.yaml`,
    ])
  }
})

test.each(names)('%s has an exact version and an open-source licence', name => {
  const { version, licence } = releases[name] as Release
  expect(version).toMatch(/^v?\d+\.\d+\.\d+$/)
  for (const part of licence.split(' AND ')) expect(['Apache-2.0', 'AGPL-3.0-only', 'MPL-2.0']).toContain(part)
})

test('the project allows the namespaces and sources of the releases and no others, and each namespace is rendered', () => {
  const [project] = objects.filter(({ kind }) => kind === 'AppProject') as [KubeObject]
  const namespaces = [...new Set(Object.values(releases).map(({ namespace }) => namespace))].sort()
  const destinations = project.spec.destinations as { namespace: string }[]
  expect(destinations.map(({ namespace }) => namespace)).toEqual(namespaces)
  const sources = [...new Set(Object.values(releases).map(({ source }) => forArgo(source)))].sort()
  expect(project.spec.sourceRepos).toEqual(['repository', ...sources])
  const rendered = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)
  expect([...rendered, 'kube-system'].sort()).toEqual(namespaces)
})

test('releases that belong together have one version', () => {
  expect(releases['prometheus-operator-crds']?.appVersion).toBe(releases['kube-prometheus-stack']?.appVersion)
  const mesh = ['istio-base', 'istio-cni', 'istio-ingress', 'istiod'].map(name => releases[name]?.version)
  expect(new Set(mesh).size).toBe(1)
})

test.each([
  ['argo-cd', 'argo-cd', 'github.com/argoproj/argo-cd/v3', ['global', 'image', 'tag']],
  ['argo-rollouts', 'argo-rollouts', 'github.com/argoproj/argo-rollouts', ['controller', 'image', 'tag']],
])('%s runs the version that is proved with', (name, folder, module, path) => {
  const proved = new RegExp(`${module} (v\\S+)`).exec(read(`tools/e2e/${folder}/go.mod`))?.[1]
  expect(releases[name]?.appVersion).toBe(proved)
  const tag = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], parse(read(`platform/values/${name}.yaml`)))
  expect(tag).toBe(proved)
})
