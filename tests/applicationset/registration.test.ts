import { expect, test } from 'vitest'
import { registrationRules } from '../../scripts/lib/applicationset/rules-registration.ts'
import { judged, object, type Parts } from './world.ts'

type Case = [code: string, says: RegExp, change: (parts: Parts) => void]
const spec = (parts: Parts) => parts.set.spec.template.spec
const web = (name: string) => object('v1', 'ConfigMap', name)
const again = (parts: Parts, change: (set: Parts['set']) => void) => {
  const set = structuredClone(parts.set)
  set.metadata.name = 'again'
  change(set)
  parts.more.push(set)
}

// Each must say this, once, and nothing else.
const fires: Case[] = [
  ['ARGO_TEMPLATE', /undefined \.env in template\.metadata\.name/, parts => (parts.set.spec.template.metadata.name = '{{ .env }}')],
  ['ARGO_GENERATOR', /the generator field "clusters"/, parts => (parts.set.spec.generators[0] = { clusters: {} })],
  ['ARGO_GENERATOR', /reads https:\/\/elsewhere/, parts => (parts.set.spec.generators[0].git.repoURL = 'https://elsewhere/x.git')],
  ['ARGO_NAME_DUPLICATE', /"root" is made by ApplicationSet web and Git itself/, parts => (parts.set.spec.template.metadata.name = 'root')],
  ['ARGO_NAME_INVALID', /\(64 characters\) can't be a label/, parts => (parts.set.spec.template.metadata.name = 'a'.repeat(64))],
  ['ARGO_NAME_INVALID', /"Web" is no name/, parts => (parts.set.spec.template.metadata.name = 'Web')],
  [
    'ARGO_SET_EMPTY',
    /makes no Application/,
    parts => again(parts, set => (set.spec.generators[0].git.directories[0].path = 'overlays/prod/nothing')),
  ],
  ['ARGO_OVERLAY_UNREACHED', /no Application of argo\/prod reaches it/, parts => (parts.units['overlays/prod/api'] = [web('a')])],
  [
    'ARGO_OVERLAY_UNREACHED',
    /reaches it; ApplicationSet web looks for overlays\/prod\/web/,
    parts => (parts.units['overlays/prod/weg'] = [web('a')]),
  ],
  ['ARGO_SOURCE', /both source and sources/, parts => (spec(parts).sources = [spec(parts).source])],
  ['ARGO_SOURCE', /\/overlays\/prod\/web is absolute/, parts => addApplication(parts, '/overlays/prod/web')],
  ['ARGO_SOURCE', /\.\.\/elsewhere leaves the repository/, parts => addApplication(parts, '../elsewhere')],
  ['ARGO_PATH', /overlays\/prod\/gone does not exist/, parts => addApplication(parts, 'overlays/prod/gone')],
  [
    'ARGO_PATH',
    /overlays\/prod\/broken does not render/,
    parts => addApplication(Object.assign(parts, { units: { 'overlays/prod/broken': [] } }), 'overlays/prod/broken'),
  ],
  [
    'ARGO_PATH',
    /overlays\/dev\/web is a unit of dev/,
    parts => addApplication(Object.assign(parts, { units: { 'overlays/dev/web': [web('a')] } }), 'overlays/dev/web'),
  ],
  ['ARGO_PROJECT_MISSING', /there is no AppProject "nobody"/, parts => (spec(parts).project = 'nobody')],
  [
    'ARGO_SOURCE_REFUSED',
    /project argo does not allow https:\/\/charts/,
    parts => (parts.argo.spec.sourceRepos = [parts.root.spec.source.repoURL]),
  ],
  ['ARGO_DESTINATION_REFUSED', /does not allow namespace "" of/, parts => delete spec(parts).destination.namespace],
  ['ARGO_DESTINATION_REFUSED', /does not allow namespace "other"/, parts => (parts.unit[1].metadata.namespace = 'other')],
  [
    'ARGO_KIND_REFUSED',
    /does not allow storage\.k8s\.io\/StorageClass "fast"/,
    parts => parts.unit.push(object('storage.k8s.io/v1', 'StorageClass', 'fast')),
  ],
  ['ARGO_KIND_REFUSED', /does not allow Secret "web"/, parts => parts.unit.push(object('v1', 'Secret', 'web'))],
  ['ARGO_KIND_REFUSED', /does not allow Namespace "more"/, parts => (parts.unit[0].metadata.name = 'more')],
]

/** An Application that Git holds, beside the one that applies the unit. */
const addApplication = (parts: Parts, path: string): void => {
  const application = structuredClone(parts.root)
  application.metadata.name = 'other'
  application.spec.source = { ...application.spec.source, targetRevision: 'v1.2.3', path }
  parts.more.push(application)
}

test.each(fires)('%s: %s', async (code, says, change) => {
  expect(await judged('prod', change)).toEqual([expect.objectContaining({ code, problem: expect.stringMatching(says) })])
})

test('a unit that two Applications reach, and with it each of its objects', async () => {
  const said = await judged('prod', parts => again(parts, set => (set.spec.template.metadata.name = 'again')))
  expect(said).toEqual([
    expect.objectContaining({ code: 'ARGO_OVERLAY_TWICE', unit: 'prod/web', problem: 'again and web-prod both reach it' }),
  ])
})

test('an object that two units render, with or without its namespace written', async () => {
  const said = await judged('prod', parts => {
    parts.units['overlays/prod/web-two'] = [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }]
  })
  expect(said).toEqual([
    expect.objectContaining({
      code: 'ARGO_OBJECT_TWICE',
      unit: 'prod/web-two',
      problem: 'web-two-prod and web-prod (prod/web) both have it',
    }),
  ])
})

test('a cluster-wide kind defined by a unit has no namespace', async () => {
  const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'things.example.com', {
    metadata: { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
    spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Thing' } },
  })
  const allow = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }
  const said = await judged('prod', parts => {
    parts.unit.push(crd, object('example.com/v1', 'Thing', 'one'))
    parts.project.spec.clusterResourceWhitelist.push(allow)
  })
  expect(said.map(({ problem }) => problem)).toEqual(['project web does not allow example.com/Thing "one"'])
})

test('an Application of a folder that is no unit needs nothing automated: somebody starts it', async () => {
  const start = (path: string) =>
    judged('prod', parts => {
      addApplication(parts, path)
      const { spec } = parts.more[0]
      delete spec.syncPolicy.automated
      delete spec.syncPolicy.retry
    })
  expect((await start('overlays/prod/gone')).map(({ code }) => code)).toEqual(['ARGO_PATH'])
  expect((await start('overlays/prod/web')).map(({ code }) => code)).toEqual(expect.arrayContaining(['ARGO_AUTOMATED', 'ARGO_RETRY']))
})

test('every rule has a case', () => {
  const tested = [...fires.map(([code]) => code), 'ARGO_OVERLAY_TWICE', 'ARGO_OBJECT_TWICE']
  expect([...new Set(tested)].sort()).toEqual(Object.keys(registrationRules).sort())
})
