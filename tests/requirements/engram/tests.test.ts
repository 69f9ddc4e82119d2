import { expect } from 'vitest'
import type { KubeObject } from '../../../scripts/lib/engine.ts'
import { validate } from '../../../scripts/lib/kubeconform.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { amounts, claim } from './pod.ts'
import { combination, environments, everywhere, guide, pod, readme, set, tuning } from './units.ts'

/** CI renders and validates every overlay, because the tests that it runs do. */
const checked = (see: See): void => {
  expect(see.text('.ci/run')).toMatch(/^npx --yes pnpm@12 test\b/m)
  expect(see.yaml('package.json').get('scripts.unit')).toBe('vitest run')
  expect(see.text('tests/combinations.test.ts')).toMatch(/validate\(/)
}

/** Every object that the overlays render fits the API server's schema for its kind, none without one. */
const fits = async (see: See): Promise<void> => {
  for (const unit of environments) {
    const objects = see.all(unit).map(object => object.whole as KubeObject)
    expect(set(see, unit).get('apiVersion')).toBe('apps/v1')
    const built = { yaml: objects.map(object => JSON.stringify(object)).join('\n---\n'), objects, reads: [], warnings: [], ms: 0 }
    const { findings, coverage } = await validate([{ unit: { name: unit, env: '', path: unit }, result: built }])
    expect(findings).toEqual([])
    expect(coverage.get(unit)?.covered).toBe(objects.length)
  }
}

row('ENGRAM-155', 'one ready replica, and its claim', see => {
  const commands = see.section(guide, '4. Kubernetes (10 minutes)')
  for (const part of ['--selector app=engram', '{.status.readyReplicas}', 'kubectl get pod engram-0', '`data-engram-0`'])
    expect(commands).toContain(part)
})

row('ENGRAM-157', 'checks instead of helm lint', checked)

row('ENGRAM-204', 'no warnings', checked)

row('ENGRAM-197', 'objects that the API server takes', fits)

row('ENGRAM-158', 'the larger size', see => {
  const unit = combination('size-large')
  amounts(see, unit, 'requests', { cpu: '2000m', memory: '4Gi' })
  amounts(see, unit, 'limits', { cpu: '2000m', memory: '4Gi' })
  claim(see, unit, '50Gi')
  expect(set(see, unit).get('spec.replicas')).toBe(1)
  see.one(unit, 'ServiceMonitor')
})

/** Waiting for Argo CD ends after five minutes unless told otherwise. */
const patience = (see: See): void => expect(see.text('scripts/lib/status/options.ts')).toMatch(/values\.timeout \?\? '300'\) \* 1000/)

row('ENGRAM-159', 'waiting for an installation', patience)

row('ENGRAM-205', 'installed within five minutes', see => {
  patience(see)
  expect(see.section(readme, 'Probes')).toMatch(/installed within 300 s/)
})

row('ENGRAM-160', 'found by its label, without a hook', see => {
  for (const unit of environments) {
    set(see, unit)
    see.none(unit, 'Job')
    for (const one of see.all(unit)) {
      expect(one.get('metadata.labels[app.kubernetes.io/name]')).toBe('engram')
      one.none('metadata.annotations[argocd.argoproj.io/hook]')
    }
  }
})

row('ENGRAM-161', 'upgrade', see => {
  expect(see.section(readme, 'Change an image')).toMatch(/pnpm image engram <env>[\s\S]*After the sync, apply it as below/)
  expect(see.section(guide, '5. Kustomize overlay, instead of Helm (10 minutes)')).toMatch(
    /the pod is deleted[\s\S]*a memory from before the upgrade is found/,
  )
})

const rollback = (see: See): void =>
  expect(see.section('docs/operations/rollback.md', 'Engram')).toMatch(
    /same pull request; once synced, delete the pod[\s\S]*a known memory is found/,
  )

row('ENGRAM-162', 'rollback', rollback)

row('ENGRAM-208', 'back to the version before', rollback)

/** Neither deleting the StatefulSet nor scaling it takes the claim away. */
const kept = (see: See): void => {
  for (const unit of everywhere)
    expect(set(see, unit).get('spec.persistentVolumeClaimRetentionPolicy')).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' })
}

row('ENGRAM-163', 'claims survive', see => {
  kept(see)
  expect(see.section('docs/operations/decommission.md', 'Decommission a unit')).toMatch(/Namespaces and claims are kept/)
})

row('ENGRAM-209', 'uninstalled but for the claims', see => {
  kept(see)
  const options = 'metadata.annotations[argocd.argoproj.io/sync-options]'
  for (const unit of environments.slice(2))
    for (const kind of ['StatefulSet', 'PersistentVolumeClaim', 'Namespace'])
      expect(see.one(unit, kind).get(options)).toBe('Prune=false,Delete=false')
  for (const unit of environments.slice(0, 2)) set(see, unit).none(options)
})

row('ENGRAM-164', 'the benchmark Job', see => {
  const job = see.one(combination('benchmark'), 'Job', 'engram-benchmark')
  expect(job.get(`${pod}.initContainers[name=benchmark].command`)).toEqual(['/usr/local/bin/engram'])
  expect(job.get(`${pod}.initContainers[name=benchmark].args`)).toEqual(
    'benchmark --operations 10000 --concurrent 10 --output /results/benchmark.json'.split(' '),
  )
  expect(job.get(`${pod}.initContainers[name=benchmark].volumeMounts`)).toEqual([{ name: 'results', mountPath: '/results' }])
  job.some(`${pod}.volumes[name=results].emptyDir`)
  expect(job.get(`${pod}.initContainers[name=benchmark].image`)).toBe(set(see, combination('benchmark')).get(`${pod}.containers[0].image`))
  job.none('spec.template.metadata.labels.app')
  for (const unit of everywhere) see.none(unit, 'Job')
})

row('ENGRAM-165', 'memory under stress', see => {
  expect(see.section(tuning, 'Load testing')).toMatch(/memory stress test[^.]*memory limit to 2Gi/)
  const unit = combination('load-test')
  expect(see.one(unit, 'ConfigMap', /^engram-load-test/).get('data[load-test.js]')).toMatch(
    /\/api\/v1\/memories\/remember\x60[\s\S]*http\.post\(/,
  )
})
