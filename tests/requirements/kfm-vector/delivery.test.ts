import { expect } from 'vitest'
import { argo } from '../platform.ts'
import { row } from '../row.ts'
import { command, jobs, workflows } from '../workflow.ts'
import { prodReadme } from './units.ts'

row('KFM-26', 'registered in every environment', see => {
  for (const [env, unit] of Object.entries(argo)) {
    const one = see.one(unit, 'ApplicationSet', 'kfm')
    expect(one.get('spec.generators[0].git.directories')).toEqual([{ path: `overlays/${env}/kfm-vector` }])
    expect(one.get('spec.template.spec.project')).toBe('kfm')
    expect(one.get('spec.template.spec.destination.namespace')).toBe('kfm-vector')
    const destination = { server: 'https://kubernetes.default.svc', namespace: 'kfm-vector' }
    expect(see.one(unit, 'AppProject', 'kfm').get('spec.destinations')).toEqual([destination])
  }
  expect(Object.keys(argo)).toHaveLength(4)
})

row('KFM-27', 'Git is the source of truth', see => {
  for (const { id } of workflows(see)) see.lacks(id, 'kubectl apply')
  const sets = see.all('argo/env/prod', 'ApplicationSet')
  expect(sets.length).toBeGreaterThan(0)
  for (const one of sets) expect(one.get('spec.template.spec.syncPolicy.automated')).toEqual({ prune: true, selfHeal: true })
  expect(see.section(prodReadme, 'How a change reaches prod')).toMatch(/pull request, review by the owners, the required checks of/)
  command(see.yaml('.github/workflows/verify.yaml'), 'verify', 'bash .ci/run')
})

row('KFM-28', 'a local render', see => {
  const said = see.section(prodReadme, 'How a change reaches prod')
  for (const words of [
    'pnpm render prod/kfm-vector',
    '--stdout > vector-prod.yaml',
    'kustomize build overlays/prod/kfm-vector',
    '--dry-run=server',
  ])
    expect(said).toContain(words)
  expect(see.yaml('package.json').get('scripts.render')).toBe('node scripts/render.ts')
  see.file('scripts/render.ts')
})

row('KFM-29', 'a dry run by an API server, never in prod', see => {
  expect(see.text('tests/e2e/accepted.e2e.ts')).toMatch(/accepted by a server-side dry run/)
  expect(see.section(prodReadme, 'How a change reaches prod')).toMatch(
    /In a cluster that isn't prod,\s+`kubectl apply --dry-run=server --filename vector-prod\.yaml` asks its API server/,
  )
})

row('KFM-30', 'break-glass', see => {
  expect(see.section('docs/operations/break-glass.md', 'Break-glass')).toMatch(
    /.overlays\/prod\/kfm-vector., and the pull request that brings the change into Git is opened at once/,
  )
})

/** Policies that only advise; a new one refuses. */
const advice = ['cpu-limit', 'privileged-port', 'user-id-above-10000']

row('KFM-69', 'policies refuse what nobody has allowed', see => {
  command(see.yaml('.github/workflows/verify.yaml'), 'verify', 'bash .ci/run')
  expect(see.text('.ci/run')).toMatch(/^npx --yes pnpm@12 test$/m)
  const scripts = see.yaml('package.json')
  expect(scripts.get<string>('scripts.test').split(' ')).toContain('check')
  expect(scripts.get('scripts.check')).toBe('node scripts/check.ts')
  const unit = 'overlays/prod/cluster-policies'
  const policies = see.all(unit, 'ValidatingAdmissionPolicy')
  const bindings = see.all(unit, 'ValidatingAdmissionPolicyBinding')
  expect(policies.length).toBeGreaterThan(20)
  expect(bindings.map(one => one.get('spec.policyName')).sort()).toEqual(policies.map(one => one.get('metadata.name')).sort())
  // A policy that can't be evaluated refuses, which is the default, and so does one whose waivers aren't there.
  for (const one of policies) one.none('spec.failurePolicy')
  for (const one of bindings) {
    expect(one.get('spec.paramRef.parameterNotFoundAction')).toBe('Deny')
    expect(one.get('spec.validationActions')).toEqual(advice.includes(one.get('spec.policyName')) ? ['Warn', 'Audit'] : ['Deny'])
  }
  // A kind without a schema is refused, never passed over.
  see.lacks('scripts/lib/kubeconform.ts', '-ignore-missing-schemas')
  expect(see.text('tests/schemas.test.ts')).toMatch(/'unknown-kind': \['could not find schema for Deploiment'\]/)
})

row('KFM-70', 'a scan for secrets', see => {
  // Our own rules with every test, and a scanner with each change and each night.
  command(see.yaml('.github/workflows/verify.yaml'), 'verify', 'bash .ci/run')
  expect(see.text('.ci/run')).toMatch(/^npx --yes pnpm@12 test$/m)
  expect(see.text('tests/secrets/repository.test.ts')).toMatch(/await secretJudge\.judge\(repository\)/)
  const scan = see.yaml('.github/workflows/scan.yaml')
  for (const event of ['pull_request', 'push', 'schedule']) expect(Object.keys(scan.some<object>('on'))).toContain(event)
  const steps = scan.some<{ uses?: string }[]>('jobs.repository.steps')
  const at = steps.findIndex(({ uses }) => uses?.startsWith('aquasecurity/trivy-action@'))
  const inputs = ['scan-type', 'scan-ref', 'scanners', 'exit-code'].map(input => scan.get(`jobs.repository.steps[${at}].with.${input}`))
  expect(inputs).toEqual(['fs', '.', 'secret', '1'])
})

row('KFM-80', 'review and required checks', see => {
  const said = see.section(prodReadme, 'How a change reaches prod')
  expect(said).toMatch(/Branch protection asks for both before a merge/)
  const [, named = ''] = /Required checks: ([^.]+)\./.exec(said) ?? []
  const onPullRequests = workflows(see).filter(({ whole }) => 'pull_request' in (whole as { on: object }).on)
  // A job that another waits for is judged by that one.
  const last = onPullRequests.flatMap(workflow => {
    const awaited = jobs(workflow).flatMap(([, { needs = [] }]) => needs)
    return jobs(workflow).flatMap(([job]) => (awaited.includes(job) ? [] : [job]))
  })
  expect(last.sort()).toEqual(named.replaceAll('\u0060', '').split(', ').sort())
})

/** What must not change unseen, and a change of each kind that its rule must see. */
const governed = {
  D23: ['an Ingress appears', 'another type'],
  D27: ['gone', 'one peer more', 'everybody'],
  D28: ['a setting that asks who calls is gone', 'it is off', 'for everybody'],
  D50: ['a workflow', 'a waiver', 'a rule'],
}

row('KFM-81', 'exposure, authentication and policies change with approval alone', see => {
  const workflow = see.yaml('.github/workflows/render-diff.yaml')
  workflow.some('on.pull_request')
  // Main's own rules judge, so a change can't soften the one that it breaks.
  const steps = workflow.some<{ with?: { path?: string } }[]>('jobs.render-diff.steps')
  const tool = steps.findIndex(step => step.with?.path === 'tool')
  expect(workflow.get(`jobs.render-diff.steps[${tool}].with.ref`)).toMatch(/^\$\{\{ github\.event\.pull_request\.base\.sha \}\}$/)
  expect(command(workflow, 'render-diff', 'tool/scripts/diff.ts')).toMatch(
    /node tool\/scripts\/diff\.ts --root change .*--pr "\$PR"[\s\S]*verdict=\$\?/,
  )
  expect([workflow.get('jobs.governance-diff.needs'), workflow.get('jobs.governance-diff.if')]).toEqual(['render-diff', 'always()'])
  expect(command(workflow, 'governance-diff', 'VERDICT')).toMatch(/^test "\$RESULT \$VERDICT" = 'success 0'$/m)
  const ruleset = see.yaml('.github/rulesets/main.json')
  const at = ruleset.some<{ type: string }[]>('rules').findIndex(({ type }) => type === 'required_status_checks')
  const checks = `rules[${at}].parameters.required_status_checks`
  const own = ruleset.some<{ context: string }[]>(checks).findIndex(({ context }) => context === 'governance-diff')
  expect(ruleset.get(`${checks}[${own}].context`)).toBe('governance-diff')
  for (const [rule, changes] of Object.entries(governed))
    for (const change of changes) see.yaml(`tests/fixtures/danger/${rule}.yaml`).some(`fires[${change}]`)
  expect(see.text('.github/CODEOWNERS')).toMatch(/^\/acks\/ +.*@gitops\/security/m)
})
