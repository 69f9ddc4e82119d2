import type { Cluster } from './cluster.ts'
import { type Found, family } from './family.ts'
import { fields, get, number } from './fields.ts'

const zero = (value: unknown): boolean => value === 0 || value === '0' || value === '0%'

const rolling = (cluster: Cluster): Found<'rolling-update'>[] =>
  cluster.ofKind('Deployment').flatMap((of): Found<'rolling-update'>[] => {
    const { type, rollingUpdate } = fields(get(of.object, 'spec', 'strategy'))
    const { maxSurge, maxUnavailable } = fields(rollingUpdate)
    if (type === 'Recreate')
      return [
        {
          code: 'rolling-update',
          of,
          path: ['spec', 'strategy', 'type'],
          value: 'Recreate',
          problem: 'stops every pod before it starts a new one',
        },
      ]
    const path = ['spec', 'strategy', 'rollingUpdate', 'maxUnavailable']
    const value = String(maxUnavailable)
    if (maxUnavailable === '100%') return [{ code: 'rolling-update', of, path, value, problem: 'may take every pod away at once' }]
    if (zero(maxUnavailable) && zero(maxSurge))
      return [{ code: 'rolling-update', of, path, value, problem: 'with maxSurge 0 lets no rollout begin' }]
    return []
  })

type Jobs = 'cronjob-deadline' | 'cronjob-concurrency' | 'job-restart-policy' | 'job-deadline'

const jobs = (cluster: Cluster): Found<Jobs>[] =>
  cluster.pods.flatMap(({ of, path, spec }): Found<Jobs>[] => {
    if (of.kind !== 'Job' && of.kind !== 'CronJob') return []
    const found: Found<Jobs>[] = []
    const cron = fields(of.object.spec)
    if (of.kind === 'CronJob') {
      const deadline = number(cron.startingDeadlineSeconds)
      const problem =
        deadline === undefined
          ? 'has no startingDeadlineSeconds'
          : `startingDeadlineSeconds ${deadline} is below the 10 s between two looks`
      if (deadline === undefined || deadline < 10)
        found.push({ code: 'cronjob-deadline', of, path: ['spec', 'startingDeadlineSeconds'], value: String(deadline ?? ''), problem })
      const policy = cron.concurrencyPolicy
      if (policy !== 'Forbid' && policy !== 'Replace') {
        const problem = `concurrencyPolicy is ${policy ?? 'not set, which means Allow'}`
        found.push({ code: 'cronjob-concurrency', of, path: ['spec', 'concurrencyPolicy'], value: String(policy ?? ''), problem })
      }
    }
    const job = path.slice(0, -1)
    if (number(get(of.object, ...job, 'activeDeadlineSeconds')) === undefined)
      found.push({ code: 'job-deadline', of, path: [...job, 'activeDeadlineSeconds'], problem: 'has no activeDeadlineSeconds' })
    const policy = spec.restartPolicy
    if (policy !== 'Never' && policy !== 'OnFailure') {
      const problem = `restartPolicy is ${policy ?? 'not set'}`
      found.push({ code: 'job-restart-policy', of, path: [...path, 'spec', 'restartPolicy'], value: String(policy ?? ''), problem })
    }
    return found
  })

export const strategies = family(
  {
    'rolling-update': {
      stance: 'P',
      waivable: true,
      why: 'a rollout that takes every pod away is an outage at each release',
      fix: 'write strategy RollingUpdate with maxSurge 1 and maxUnavailable 0 or 1',
    },
    'cronjob-deadline': {
      stance: 'A',
      waivable: true,
      why: 'without a deadline a CronJob that missed 100 starts is never started again, and a late start comes at any hour',
      fix: 'write startingDeadlineSeconds, 10 or more',
    },
    'cronjob-concurrency': {
      stance: 'A',
      waivable: true,
      why: 'a run that takes longer than its period is joined by the next one, on the same data',
      fix: 'write concurrencyPolicy: Forbid, or Replace',
    },
    'job-deadline': {
      stance: 'W',
      waivable: true,
      why: 'a Job that hangs holds its volume and its place for ever',
      fix: 'write activeDeadlineSeconds in the spec of the Job',
    },
    'job-restart-policy': {
      stance: 'A',
      waivable: false,
      why: 'the API server refuses a Job whose pods restart always',
      fix: 'write restartPolicy: Never, or OnFailure',
    },
  },
  cluster => [...rolling(cluster), ...jobs(cluster)],
)
