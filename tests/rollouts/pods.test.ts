import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engines } from '../../scripts/lib/engine.ts'
import { type Any, build, cases, engine, hashed, one } from './cases.ts'

let engines: Engines
beforeAll(async () => {
  engines = await engine()
})
afterAll(() => engines.close())

/** A pod template without what an overlay gives it: tags, digests, and hashes of settings. */
const bare = ({ spec }: Any): Any => {
  const text = JSON.stringify(spec.template).replace(/(-config)-[a-z0-9]{10}/g, '$1')
  return JSON.parse(text.replace(/("image":"[^":@]+)[:@][^"]+"/g, '$1"'))
}

test.each([
  ['overlays/staging/tartware-logs-service', 'apps/tartware-logs-service'],
  ['tests/combinations/tartware-bluegreen', 'apps/tartware-settings-service'],
  ['tests/combinations/formdb-bluegreen', 'overlays/staging/formdb-http-api'],
  ['tests/combinations/bijux-atlas-bluegreen', 'apps/bijux-atlas'],
])('%s: the pod is that of %s, to the letter', async (path, app) => {
  // A prefix and another claim are the overlay's, so both sides have them.
  const claim = (pod: Any): string => JSON.stringify(pod).replaceAll('"staging-', '"')
  expect(claim(bare(one(await build(engines, path), 'Rollout')))).toEqual(claim(bare(one(await build(engines, app), 'Deployment'))))
})

test.each(cases.map(({ path }) => path))('%s: no hook, no wave, and settings that outlive a sync', async path => {
  const objects = (await build(engines, path)) as Any[]
  for (const { metadata } of objects) {
    const annotations: Record<string, string> = metadata.annotations ?? {}
    expect(Object.keys(annotations).filter(key => /argoproj\.io\/(hook|sync-wave)/.test(key))).toEqual([])
    expect(Object.values(annotations).join()).not.toContain('PruneLast')
  }
  const settings = objects.filter(o => o.kind === 'ConfigMap' && new RegExp(`-config${hashed}$`).test(o.metadata.name))
  expect(settings).not.toEqual([])
  for (const { metadata } of settings)
    expect(metadata.annotations).toMatchObject({
      'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
      'argocd.argoproj.io/sync-options': 'Prune=false',
    })
})

test.each(cases.map(({ path }) => path))(
  '%s: quantities as the API server writes them, which a Rollout needs to stay in sync',
  async path => {
    const { containers } = one(await build(engines, path), 'Rollout').spec.template.spec
    const quantities = containers.flatMap(({ resources }: Any) => [
      ...Object.values(resources.requests),
      ...Object.values(resources.limits),
    ])
    expect(quantities.filter((quantity: string) => !/^[1-9]\d*(m|Mi|Gi)?$/.test(quantity) || /000m$|1024Mi$/.test(quantity))).toEqual([])
  },
)
