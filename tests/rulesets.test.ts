import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { home } from '../scripts/lib/tools.ts'

type Rule = {
  type: string
  parameters?: { required_status_checks?: { context: string; integration_id: number }[] } & Record<string, unknown>
}
type Ruleset = { target: string; enforcement: string; bypass_actors: object[]; conditions: object; rules: Rule[] }
type Workflow = { on: object; jobs: Record<string, { name?: string; needs?: string | string[] }> }

const ruleset = (name: string): Ruleset => JSON.parse(readFileSync(join(home, '.github/rulesets', name), 'utf8'))
const workflows = readdirSync(join(home, '.github/workflows')).map(
  file => parse(readFileSync(join(home, '.github/workflows', file), 'utf8')) as Workflow,
)
const parameters = (rules: Rule[], type: string): Rule['parameters'] => rules.find(rule => rule.type === type)?.parameters

/** The jobs of pull requests that no other job waits for: a job that is waited for is judged by the one that waits. */
const lastJobs = workflows
  .filter(({ on }) => 'pull_request' in on)
  .flatMap(({ jobs }) => {
    const awaited = Object.values(jobs).flatMap(({ needs = [] }) => needs)
    return Object.entries(jobs).flatMap(([id, { name = id }]) => (awaited.includes(id) ? [] : [name]))
  })

test('main asks for exactly the jobs that run on pull requests, and only GitHub Actions can answer', () => {
  const checks = parameters(ruleset('main.json').rules, 'required_status_checks')?.required_status_checks ?? []
  expect(checks.map(({ context }) => context).sort()).toEqual(lastJobs.sort())
  // The id of GitHub Actions: no other app or token can report these checks.
  expect(new Set(checks.map(({ integration_id }) => integration_id))).toEqual(new Set([15368]))
})

test('main asks for a review by the owners of what changed, and nobody is above it', () => {
  const { target, enforcement, bypass_actors, conditions, rules } = ruleset('main.json')
  expect({ target, enforcement, bypass_actors, conditions }).toEqual({
    target: 'branch',
    enforcement: 'active',
    bypass_actors: [],
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
  })
  expect(rules.map(({ type }) => type)).toEqual(expect.arrayContaining(['deletion', 'non_fast_forward', 'pull_request']))
  expect(parameters(rules, 'pull_request')).toMatchObject({
    required_approving_review_count: 1,
    require_code_owner_review: true,
    dismiss_stale_reviews_on_push: true,
    require_last_push_approval: true,
  })
})

test('a release tag is neither moved nor deleted: prod would follow it', () => {
  const { target, enforcement, bypass_actors, conditions, rules } = ruleset('release-tags.json')
  expect({ target, enforcement, bypass_actors }).toEqual({ target: 'tag', enforcement: 'active', bypass_actors: [] })
  expect(conditions).toEqual({ ref_name: { include: ['refs/tags/v*'], exclude: [] } })
  expect(rules.map(({ type }) => type).sort()).toEqual(['deletion', 'non_fast_forward', 'update'])
})
