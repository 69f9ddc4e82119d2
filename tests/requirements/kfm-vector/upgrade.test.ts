import { expect } from 'vitest'
import { defaultDeny } from '../network.ts'
import { containers } from '../pods.ts'
import { quantity } from '../quantity.ts'
import { row } from '../row.ts'
import { command } from '../workflow.ts'
import { base, container, engine, environments, offline, prod, readme } from './units.ts'

row('KFM-64', 'upgrades are pull requests', see => {
  expect(see.section(readme, 'Upgrade')).toMatch(/^\s*A pull request, and reversible/)
  expect(engine(see, base).get(`${container}.image`)).toBe('docker.io/qdrant/qdrant')
  for (const unit of environments) {
    see.file(`${unit}/kustomization.yaml`)
    const patches = see.files(unit).filter(file => file.startsWith(`${unit}/patches/`))
    for (const file of patches) see.lacks(file, 'image:')
    expect(engine(see, unit).get(`${container}.image`)).toMatch(/\/qdrant\/qdrant:v\d+\.\d+\.\d+-unprivileged(@sha256:[0-9a-f]{64})?$/)
  }
})

row('KFM-65', 'five steps', see => {
  const said = see.section(readme, 'Upgrade')
  const steps = [...said.matchAll(/^(\d)\. (.*)$/gm)].map(([, number, text]) => `${number} ${text?.slice(0, 13)}`)
  expect(steps).toEqual(['1 Back up now: ', '2 `pnpm render ', "3 Run the API's", '4 Merge; Argo C', '5 Watch the rol'])
  expect(said).toMatch(/Set `newTag`[\s\S]*node scripts\/smoke\/kfm-vector\.ts --base \S+ --contract[\s\S]*dashboard "KFM vector store"/)
  const dashboard = see.one(prod, 'ConfigMap', /^vector-dashboard/)
  expect(Object.values(dashboard.get<object>('data')).join()).toContain('"title": "KFM vector store"')
  expect(see.text('scripts/smoke/kfm-vector.ts')).toContain('contract(store')
  expect(see.text('tests/vector-smoke.test.ts')).toMatch(/the contract holds, and nothing stays behind/)
})

row('KFM-66', 'rollback', see => {
  expect(see.section(readme, 'Upgrade')).toMatch(
    /Back up now[\s\S]*\*\*Go back\*\*: revert the pull request[\s\S]*format that the older one can't read/,
  )
})

row('KFM-67', 'every overlay builds', see => {
  const workflow = see.yaml('.github/workflows/verify.yaml')
  workflow.some('on.pull_request')
  expect(command(workflow, 'verify', '.ci/run')).toBe('bash .ci/run')
  expect(see.text('.ci/run')).toMatch(/^npx --yes pnpm@12 test$/m)
  for (const unit of environments) expect(engine(see, unit).get('kind')).toBe('StatefulSet')
})

row('KFM-68', 'validated by schemas and by an API server', see => {
  expect(see.text('scripts/lib/kubeconform.ts')).toMatch(/'-strict'/)
  expect(
    see.files('tools/schemas').filter(file => /(servicemonitor|externalsecret|certificate)-/i.test(file)).length,
  ).toBeGreaterThanOrEqual(3)
  expect(see.text('.ci/run')).toMatch(/pnpm@12 e2e\b/)
  expect(see.text('tests/e2e/accepted.e2e.ts')).toMatch(/\{ dryRun: true \}/)
})

row('KFM-71', 'a policy for every pod', see => {
  for (const unit of [prod, offline]) defaultDeny(see, unit)
})

row('KFM-72', 'requests and limits', see => {
  for (const unit of [prod, offline])
    for (const [one, path] of containers(see, unit))
      for (const kind of ['requests', 'limits'])
        for (const resource of ['cpu', 'memory']) expect(quantity(one.get(`${path}.resources.${kind}.${resource}`))).toBeGreaterThan(0)
})
