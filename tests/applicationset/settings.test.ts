import { expect, test } from 'vitest'
import { settingsRules } from '../../scripts/lib/applicationset/rules-settings.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { annotated, judged, object, type Parts } from './world.ts'

type Case = [code: string, what: string, change: (parts: Parts) => void, env?: string]
const template = (parts: Parts) => parts.set.spec.template
const policy = (parts: Parts) => template(parts).spec.syncPolicy
const drop = (option: string) => (parts: Parts) => {
  policy(parts).syncOptions = policy(parts).syncOptions.filter((one: string) => one !== `${option}=true`)
}
const generator = (parts: Parts) => parts.set.spec.generators[0].git
const rollout = object('argoproj.io/v1alpha1', 'Rollout', 'web', { spec: { envFrom: { name: 'settings-t66fb9k2h7' } } })
const onDelete = object('apps/v1', 'StatefulSet', 'db', {
  metadata: annotated('Prune=false,Delete=false'),
  spec: { updateStrategy: { type: 'OnDelete' } },
})
const settings = (options: string, compare?: string) =>
  object('v1', 'ConfigMap', 'settings-t66fb9k2h7', { metadata: annotated(options, compare) })
const prunesLast = (workload: KubeObject) => (parts: Parts) => {
  parts.unit.push(workload)
  policy(parts).syncOptions.push('PruneLast=true')
}
const weights = { group: 'networking.istio.io', kind: 'VirtualService', jqPathExpressions: ['.spec.http[]?.route[]?.weight'] }

// Each must fire, in prod unless another environment is named, and nothing else with it.
const fires: Case[] = [
  ['ARGO_GO_TEMPLATE', 'missingkey is not error', parts => (parts.set.spec.goTemplateOptions = [])],
  ['ARGO_GLOB', 'a star alone', parts => (generator(parts).directories[0].path = 'overlays/prod/*')],
  ['ARGO_GLOB', 'a class', parts => (generator(parts).directories[0].path = 'overlays/prod/we[b]')],
  ['ARGO_GLOB', 'a star in the middle', parts => (generator(parts).directories[0].path = 'overlays/*/web')],
  ['ARGO_PROJECT', 'templated', parts => (template(parts).spec.project = '{{ if .path }}web{{ end }}')],
  ['ARGO_AUTOMATED', 'no selfHeal', parts => (policy(parts).automated = { prune: true })],
  ['ARGO_AUTOMATED', 'allowEmpty', parts => (policy(parts).automated.allowEmpty = true)],
  ['ARGO_AUTOMATED', 'a unit that nobody syncs', parts => delete parts.root.spec.syncPolicy.automated],
  ['ARGO_RETRY', 'without end', parts => (policy(parts).retry.limit = -1)],
  ['ARGO_RETRY', 'none', parts => delete policy(parts).retry],
  ['ARGO_SERVER_SIDE_APPLY', 'left out', drop('ServerSideApply')],
  ['ARGO_FAIL_ON_SHARED', 'left out', drop('FailOnSharedResource')],
  ['ARGO_RESPECT_IGNORE', 'left out', drop('RespectIgnoreDifferences')],
  ['ARGO_SERVER_SIDE_DIFF', 'left out', parts => delete template(parts).metadata.annotations],
  ['ARGO_ORPHANING', 'no create-update', parts => delete parts.set.spec.syncPolicy.applicationsSync],
  ['ARGO_ORPHANING', 'objects not kept', parts => delete parts.set.spec.syncPolicy.preserveResourcesOnDeletion],
  ['ARGO_GUARDS', 'a claim', parts => parts.unit.push(object('v1', 'PersistentVolumeClaim', 'data'))],
  ['ARGO_GUARDS', 'half a guard', parts => parts.unit.push(object('apps/v1', 'StatefulSet', 'db', { metadata: annotated('Prune=false') }))],
  ['ARGO_CONFIRM', 'on an object', parts => parts.unit.push(object('v1', 'Service', 'web', { metadata: annotated('Prune=confirm') }))],
  ['ARGO_CONFIRM', 'on the Application', parts => policy(parts).syncOptions.push('Delete=confirm')],
  ['ARGO_PRUNE_LAST', 'with a Rollout', prunesLast(rollout)],
  ['ARGO_PRUNE_LAST', 'with OnDelete', prunesLast(onDelete)],
  ['ARGO_GENERATED_KEPT', 'pruned', parts => parts.unit.push(rollout, settings('Prune=false'))],
  [
    'ARGO_WAVES',
    'a wave',
    parts =>
      parts.unit.push(onDelete, object('v1', 'Service', 'db', { metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '1' } } })),
  ],
  ['ARGO_PROJECT_WILDCARD', 'a kind', parts => (parts.project.spec.clusterResourceWhitelist[0].kind = '*')],
  ['ARGO_PROJECT_WILDCARD', 'a destination', parts => (parts.project.spec.destinations[0].namespace = '*')],
  ['ARGO_ORPHANED', 'no warning', parts => delete parts.project.spec.orphanedResources],
  ['ARGO_REVISION', 'folders of a branch', parts => (generator(parts).revision = 'main')],
  ['ARGO_REVISION', 'a branch', parts => (template(parts).spec.source.targetRevision = 'main')],
  ['ARGO_REVISION', 'values of HEAD', parts => delete parts.chart.spec.sources[1].targetRevision],
  ['ARGO_FORCE', 'on the Application', parts => policy(parts).syncOptions.push('Replace=true')],
  ['ARGO_FORCE', 'on an object', parts => parts.unit.push(object('batch/v1', 'Job', 'web', { metadata: annotated('Force=true') }))],
  ['ARGO_JQ', 'a field of ours', parts => (template(parts).spec.ignoreDifferences = [{ ...weights, jqPathExpressions: ['.spec'] }])],
  [
    'ARGO_JQ',
    'cluster-wide',
    parts => (parts.config.data['resource.customizations.ignoreDifferences.apps_Deployment'] = 'jqPathExpressions: [.spec.template]'),
  ],
  ['ARGO_BUILD_OPTIONS', 'of the ConfigMap', parts => (parts.config.data['kustomize.buildOptions'] = '--enable-helm')],
  ['ARGO_BUILD_OPTIONS', 'of the source', parts => (template(parts).spec.source.kustomize = { namePrefix: 'a-' })],
  ['ARGO_CHART_VERSION', 'a range', parts => (parts.chart.spec.sources[0].targetRevision = '1.2.x')],
]

// Each comes near one of the rules, and breaks none.
const near: Case[] = [
  ['ARGO_GLOB', 'a folder by name', parts => (generator(parts).directories[0].path = 'overlays/prod/web')],
  ['ARGO_GLOB', 'an exclusion may be wide', parts => generator(parts).directories.push({ path: 'overlays/*/old', exclude: true })],
  ['ARGO_RESPECT_IGNORE', 'a chart that ignores nothing', parts => parts.chart.spec.syncPolicy.syncOptions.pop()],
  ['ARGO_ORPHANING', 'staging', parts => delete parts.set.spec.syncPolicy, 'staging'],
  ['ARGO_GUARDS', 'dev', parts => parts.unit.push(object('v1', 'PersistentVolumeClaim', 'data')), 'dev'],
  ['ARGO_PRUNE_LAST', 'with a Deployment', parts => policy(parts).syncOptions.push('PruneLast=true')],
  ['ARGO_GENERATED_KEPT', 'kept', parts => parts.unit.push(rollout, settings('Prune=false', 'IgnoreExtraneous'))],
  ['ARGO_GENERATED_KEPT', 'beside a Deployment', parts => parts.unit.push(settings('', 'x'))],
  ['ARGO_WAVES', 'beside a Deployment', parts => (parts.unit[1].metadata.annotations = { 'argocd.argoproj.io/sync-wave': '1' })],
  ['ARGO_ORPHANED', 'a project of charts', parts => delete parts.argo.spec.orphanedResources],
  ['ARGO_REVISION', 'a commit', parts => (template(parts).spec.source.targetRevision = 'a'.repeat(40))],
  ['ARGO_REVISION', 'a branch in dev', parts => (template(parts).spec.source.targetRevision = 'main'), 'dev'],
  ['ARGO_JQ', 'what a controller owns', parts => (template(parts).spec.ignoreDifferences = [weights])],
  [
    'ARGO_JQ',
    'unreadable text is not ours to judge',
    parts => (parts.config.data['resource.customizations.ignoreDifferences.all'] = '[*x'),
  ],
  ['ARGO_BUILD_OPTIONS', 'a chart has its values', parts => (parts.chart.spec.sources[0].helm.skipCrds = true)],
  ['ARGO_CHART_VERSION', 'a v in front', parts => (parts.chart.spec.sources[0].targetRevision = 'v1.2.3-rc.1')],
]

test.each(['dev', 'staging', 'prod', 'offline'])('nothing is said of an environment as it should be: %s', async env => {
  expect(await judged(env)).toEqual([])
})

test.each(fires)('%s fires: %s', async (code, _, change, env = 'prod') => {
  const codes = new Set((await judged(env, change)).map(one => one.code))
  expect([...codes]).toEqual([code])
})

test.each(near)('%s is silent: %s', async (_, __, change, env = 'prod') => {
  expect(await judged(env, change)).toEqual([])
})

test('every rule has a case that fires', () => {
  expect([...new Set(fires.map(([code]) => code))].sort()).toEqual(Object.keys(settingsRules).sort())
})
