import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engines, KubeObject } from '../../scripts/lib/engine.ts'
import { type Any, build, cases, engine, hashed, one } from './cases.ts'

// A Rollout is unknown to kustomize: each of these names stays as it was, silently, when a name reference is missing.
let engines: Engines
beforeAll(async () => {
  engines = await engine()
})
afterAll(() => engines.close())

const names = (objects: readonly KubeObject[], kind: string): string[] => objects.filter(o => o.kind === kind).map(o => o.metadata.name)

test.each(cases)('$path: one workload, a Rollout; account, settings and autoscaler are rendered', async found => {
  const { path, app, prefix, configs, account = app } = found
  const objects = await build(engines, path)
  const { metadata, spec } = one(objects, 'Rollout')
  expect(metadata.name).toBe(`${prefix}${app}`)
  expect(names(objects, 'Deployment')).toEqual([])
  expect(spec.template.spec.serviceAccountName).toBe(`${prefix}${account}`)
  expect(names(objects, 'ServiceAccount')).toContain(`${prefix}${account}`)
  const used = spec.template.spec.containers[0].envFrom.map((from: Any) => from.configMapRef.name)
  expect(used).toEqual(configs.map(config => expect.stringMatching(`^${prefix}${config}${hashed}$`)))
  expect(names(objects, 'ConfigMap')).toEqual(expect.arrayContaining(used))
  const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: metadata.name }
  expect(one(objects, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual(target)
})

test.each(cases)('$path: the analysis templates are rendered', async ({ path, prefix }) => {
  const objects = await build(engines, path)
  const named = [...JSON.stringify(one(objects, 'Rollout').spec.strategy).matchAll(/"templateName":"([^"]+)"/g)].map(([, name]) => name)
  expect(named.length).toBeGreaterThan(0)
  expect(named.every(name => name?.startsWith(prefix))).toBe(true)
  expect(names(objects, 'AnalysisTemplate')).toEqual(expect.arrayContaining(named))
})

test.each(cases.filter(({ strategy }) => strategy === 'blueGreen'))('$path: active and preview Service are rendered', async found => {
  const objects = await build(engines, found.path)
  const [active, preview] = [`${found.prefix}${found.app}`, `${found.prefix}${found.app}-preview`]
  const { selector, strategy } = one(objects, 'Rollout').spec
  expect(strategy.blueGreen).toMatchObject({ activeService: active, previewService: preview, autoPromotionEnabled: false })
  for (const name of [active, preview])
    expect((objects as Any[]).find(o => o.kind === 'Service' && o.metadata.name === name)?.spec.selector).toEqual(selector.matchLabels)
})

test.each(cases.filter(({ mesh }) => mesh))('$path: stable and canary Service, and the route to them, are rendered', async found => {
  const objects = await build(engines, found.path)
  const name = `${found.prefix}${found.app}`
  const { stableService, canaryService, trafficRouting } = one(objects, 'Rollout').spec.strategy.canary
  expect([stableService, canaryService]).toEqual([name, `${name}-canary`])
  expect(names(objects, 'Service')).toEqual(expect.arrayContaining([stableService, canaryService]))
  expect(trafficRouting.istio.virtualService).toEqual({ name, routes: ['primary'] })
  const routes = one(objects, 'VirtualService')
  expect(routes.metadata.name).toBe(name)
  if (routes.spec.gateways.includes('mesh')) expect(routes.spec.hosts).toEqual([name])
  const primary = routes.spec.http.find((route: Any) => route.name === 'primary')
  expect(primary.route.map((to: Any) => to.destination.host)).toEqual([stableService, canaryService])
})
