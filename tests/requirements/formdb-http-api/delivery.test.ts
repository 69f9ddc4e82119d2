import { expect } from 'vitest'
import { row } from '../row.ts'
import { command, deploy, jobs, waitsFor, workflows } from '../workflow.ts'
import { route } from './edge.ts'
import { container, deployment, environments, prod, staging } from './units.ts'

const verify = '.github/workflows/verify.yaml'

row('FORMDB-90', 'the workflow that deploys', see => {
  expect(Object.keys(see.yaml(deploy).some('jobs'))).toEqual(expect.arrayContaining(['deploy-staging', 'deploy-production']))
  see.file(deploy)
})

row('FORMDB-91', 'pull requests are checked', see => {
  const workflow = see.yaml(verify)
  workflow.some('on.pull_request')
  expect(command(workflow, 'verify', '.ci/run')).toBe('bash .ci/run')
  expect(see.text('.ci/run')).toMatch(/^npx --yes pnpm@12 test$/m)
  const scripts = see.yaml('package.json')
  expect(scripts.get<string>('scripts.test').split(' ')).toEqual(expect.arrayContaining(['typecheck', 'lint', 'unit']))
  const runs = ['typecheck', 'lint', 'unit'].map(name => scripts.get<string>(`scripts.${name}`).split(' && ')[0])
  expect(runs).toEqual(['tsc --noEmit', 'biome check .', 'vitest run'])
})

row('FORMDB-92', 'images for two architectures', see => {
  const workflow = see.yaml('.github/workflows/bump-image.yml')
  expect(workflow.get('on.repository_dispatch.types')).toEqual(['image'])
  expect(command(workflow, 'bump-image', 'scripts/bump-image.ts')).toBe('node scripts/bump-image.ts "$APP" "$VERSION"')
  expect(see.text('scripts/lib/bump-image-command.ts')).toMatch(
    /app === 'formdb-http-api'\s+\? \{ env: 'staging', platforms: \['linux\/amd64', 'linux\/arm64'\] \}[\s\S]*await verifyImage\(asked, platforms/,
  )
  for (const unit of environments)
    expect(deployment(see, unit).get(`${container}.image`)).toMatch(/:v\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/)
})

row('FORMDB-93', 'staging', see => {
  route(see, staging, 'api-staging.formdb.io')
  const workflow = see.yaml(deploy)
  expect(workflow.get('on.push.branches')).toEqual(['main'])
  expect(workflow.get('jobs.deploy-staging.if')).toMatch(/^github\.event_name == 'push' && github\.ref == 'refs\/heads\/main'$/)
  expect(workflow.get('jobs.deploy-staging.environment')).toEqual({ name: 'staging', url: 'https://api-staging.formdb.io' })
  waitsFor(workflow, 'deploy-staging', 'staging', 'formdb-http-api', 300)
})

row('FORMDB-94', 'production', see => {
  route(see, prod, 'api.formdb.io')
  const workflow = see.yaml(deploy)
  expect(workflow.get('on.push.tags')).toEqual(['v*'])
  expect(workflow.get('jobs.deploy-production.if')).toMatch(/startsWith\(github\.ref, ?'refs\/tags\/v'\)$/)
  expect(workflow.get('jobs.deploy-production.environment')).toEqual({ name: 'production', url: 'https://api.formdb.io' })
  waitsFor(workflow, 'deploy-production', 'prod', 'formdb-http-api', 600)
  expect(command(workflow, 'deploy-production', 'gh release')).toMatch(/^gh release create "\$GITHUB_REF_NAME"/)
})

row('FORMDB-95', 'pinned actions', see => {
  for (const workflow of workflows(see)) {
    for (const [job, { steps = [] }] of jobs(workflow))
      for (const [at, { uses }] of steps.entries())
        if (uses !== undefined && !uses.startsWith('./'))
          expect(workflow.maybe(`jobs.${job}.steps[${at}].uses`)).toMatch(/^[\w./-]+@[0-9a-f]{40}$/)
    const written = see
      .text(workflow.id)
      .split('\n')
      .filter(line => /^\s*(- )?uses: (?!\.\/)/.test(line))
    expect(written).not.toEqual([])
    for (const line of written) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  }
})

/** The only jobs that may write, and what: comments and labels, and the release. */
const writers = [
  '.github/workflows/comment.yaml comment pull-requests',
  '.github/workflows/comment.yaml stale pull-requests',
  '.github/workflows/deploy.yml deploy-production contents',
]

row('FORMDB-96', 'minimal permissions', see => {
  for (const workflow of workflows(see)) {
    expect([{}, { contents: 'read' }]).toContainEqual(workflow.get('permissions'))
    for (const [job, { permissions = {} }] of jobs(workflow)) {
      workflow.none(`jobs.${job}.permissions.packages`)
      for (const scope of Object.keys(permissions)) {
        const mayWrite = writers.includes(`${workflow.id} ${job} ${scope}`)
        expect(workflow.maybe(`jobs.${job}.permissions.${scope}`), `${workflow.id} ${job} ${scope}`).toBe(mayWrite ? 'write' : 'read')
      }
    }
  }
})

const literal = ['ghp_', 'gho_', 'ghs_', 'github_pat_', 'AKIA', 'hvs.', 'glpat-', 'xoxb-', 'eyJ', '-----BEGIN']
const secret = /TOKEN|SECRET|PASSWORD|_KEY$/

row('FORMDB-97', 'no secret in a workflow', see => {
  for (const workflow of workflows(see)) {
    for (const prefix of literal) see.lacks(workflow.id, prefix)
    for (const [job, { steps = [] }] of jobs(workflow))
      for (const [at, step] of steps.entries())
        for (const name of Object.keys((step as { env?: object }).env ?? {}).filter(name => secret.test(name)))
          expect(workflow.maybe(`jobs.${job}.steps[${at}].env.${name}`)).toMatch(/^\$\{\{ (secrets\.[A-Z_]+|github\.token) \}\}$/)
  }
})

row('FORMDB-98', 'no access to a cluster', see => {
  for (const { id } of workflows(see)) for (const word of ['KUBECONFIG', 'kubectl apply', 'kubectl create']) see.lacks(id, word)
  const workflow = see.yaml(deploy)
  for (const job of ['deploy-staging', 'deploy-production']) {
    const steps = workflow.some<{ run?: string }[]>(`jobs.${job}.steps`)
    const waits = steps.flatMap((step, at) => (step.run?.includes('scripts/status.ts') ? [at] : []))
    expect(waits).toHaveLength(2)
    for (const at of waits)
      expect(workflow.get(`jobs.${job}.steps[${at}].env.ARGOCD_AUTH_TOKEN`)).toMatch(/^\$\{\{ secrets\.ARGOCD_AUTH_TOKEN \}\}$/)
  }
})
