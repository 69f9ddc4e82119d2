import { expect } from 'vitest'
import type { See } from './see.ts'
import type { Seen } from './seen.ts'

export const deploy = '.github/workflows/deploy.yml'

type Step = { name?: string; run?: string; uses?: string }
type Job = { needs?: string | string[]; permissions?: Record<string, string>; steps?: Step[]; uses?: string }

/** Every workflow of the repository. There is at least the one that deploys. */
export const workflows = (see: See): Seen[] => {
  see.file(deploy)
  return see
    .files('.github/workflows')
    .filter(file => /\.ya?ml$/.test(file))
    .map(file => see.yaml(file))
}

export const jobs = (workflow: Seen): [string, Job][] => Object.entries(workflow.some<Record<string, Job>>('jobs'))

/** The command of the one step of a job that runs this; the check asserts what it says. */
export const command = (workflow: Seen, job: string, runs: string): string => {
  const steps = workflow.some<Step[]>(`jobs.${job}.steps`)
  const found = steps.flatMap((step, at) => (step.run?.includes(runs) ? [at] : []))
  expect(found, `${workflow.id}: steps of ${job} that run ${runs}`).toHaveLength(1)
  return workflow.get(`jobs.${job}.steps[${found[0]}].run`)
}

/** A job waits, with a time limit in seconds, until an app of an environment runs the commit of the workflow. */
export const waitsFor = (workflow: Seen, job: string, env: string, app: string, seconds: number): void => {
  const words = command(workflow, job, `scripts/status.ts ${env} ${app}`).trim().split(/\s+/)
  expect(words.slice(0, 5)).toEqual(['node', 'scripts/status.ts', env, app, '--wait'])
  expect(words.slice(words.indexOf('--timeout'), words.indexOf('--timeout') + 2)).toEqual(['--timeout', String(seconds)])
}
