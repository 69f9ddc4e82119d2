import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { home, toolPath } from '../scripts/lib/tools.ts'

type Step = { run?: string; uses?: string; if?: string; with?: Record<string, unknown>; env?: Record<string, string> }
type Job = { steps: Step[]; permissions?: Record<string, string>; environment?: object; 'timeout-minutes'?: number }
type Workflow = { on: Record<string, unknown>; permissions: object; jobs: Record<string, Job> }

const folder = join(home, '.github/workflows')
const workflows = readdirSync(folder).filter(name => /\.ya?ml$/.test(name))
const read = (name: string): Workflow => parse(readFileSync(join(folder, name), 'utf8'))
const jobs = workflows.flatMap(name => Object.entries(read(name).jobs).map(([id, job]) => [name, id, job] as const))
const using = ({ steps }: Job, action: string): Step[] => steps.filter(({ uses }) => uses?.startsWith(`${action}@`))

test('actionlint finds nothing', async () => {
  const { status, stdout } = spawnSync(
    await toolPath('actionlint'),
    workflows.map(name => join(folder, name)),
    { encoding: 'utf8' },
  )
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

test.each(workflows)('%s grants nothing on top, pins actions by commit, and runs no text of an event', name => {
  expect(read(name).permissions).toEqual({})
  for (const [, action] of readFileSync(join(folder, name), 'utf8').matchAll(/uses:\s*(\S+)/g))
    if (!action?.startsWith('./')) expect(action).toMatch(/@[0-9a-f]{40}$/)
  for (const { steps } of Object.values(read(name).jobs)) for (const { run = '' } of steps) expect(run).not.toMatch(/\$\{\{/)
})

test.each(jobs)('%s %s ends, and names scripts that there are', (_, __, { steps, 'timeout-minutes': minutes }) => {
  expect(minutes).toBeLessThanOrEqual(120)
  for (const { run = '' } of steps)
    for (const [, script = ''] of run.matchAll(/node (?:tool\/)?(scripts\/[\w/.-]+)/g))
      expect(existsSync(join(home, script)), script).toBe(true)
})

/** Whoever could write into a cache that such a job restores would get its token. */
const isTrusted = ({ steps, permissions = {}, environment }: Job): boolean =>
  environment !== undefined || Object.values(permissions).includes('write') || steps.some(step => JSON.stringify(step).includes('secrets.'))

test.each(jobs.filter(([, , job]) => isTrusted(job)))(
  '%s %s has a secret or may write: it restores no cache and keeps to reviewed code',
  (name, _, job) => {
    expect(job.steps.filter(({ uses }) => uses?.startsWith('actions/cache'))).toEqual([])
    for (const step of using(job, 'actions/setup-node')) expect(step.with?.['package-manager-cache']).toBe(false)
    for (const step of using(job, 'actions/setup-go')) expect(step.with?.cache).toBe(false)
    expect(Object.keys(read(name).on)).not.toContain('pull_request')
    for (const { with: inputs } of using(job, 'actions/checkout')) expect([undefined, 'main']).toContain(inputs?.ref)
  },
)

test.each(jobs)('%s %s saves a cache on main alone, and keeps no token in its checkout without need', (name, _, job) => {
  for (const step of using(job, 'actions/cache/save')) expect(step.if).toMatch(/^github\.event_name == 'push'/)
  if (using(job, 'actions/cache/save').length > 0) expect(read(name).on.push).toEqual({ branches: ['main'] })
  // The action that restores and saves by itself would save in whatever run it is.
  expect(using(job, 'actions/cache')).toEqual([])
  for (const { with: inputs } of using(job, 'actions/checkout'))
    expect(inputs?.['persist-credentials'] === false || /secrets\.PULL_REQUEST_TOKEN \}\}$/.test(String(inputs?.token))).toBe(true)
})

test('nobody uses the events that give code of a fork a token', () => {
  for (const name of workflows) expect(Object.keys(read(name).on)).not.toContain('pull_request_target')
})
