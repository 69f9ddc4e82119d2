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
