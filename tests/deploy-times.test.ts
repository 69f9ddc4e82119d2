import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { listInside } from '../scripts/lib/files.ts'
import { home } from '../scripts/lib/tools.ts'

type Probe = { initialDelaySeconds?: number; periodSeconds?: number; failureThreshold?: number }
type Step = { pause?: { duration: string }; setWeight?: number; analysis?: object }
type Workload = {
  kind: string
  metadata: { name: string }
  spec: {
    replicas?: number
    updateStrategy?: { type?: string }
    strategy?: { rollingUpdate?: { maxSurge?: number }; canary?: { steps: Step[] } }
    template: { spec: { containers: { startupProbe?: Probe }[] } }
    scaleTargetRef?: { name: string }
    maxReplicas?: number
    metrics?: { count: number; interval: string; initialDelay?: string }[]
  }
}

const read = (path: string): string => readFileSync(join(home, path), 'utf8')
const seconds = (text: string): number => Number(/^(\d+)s$/.exec(text)?.[1])

/** How long a pod may take to start before the kubelet kills it. */
const start = ({ spec }: Workload): number => {
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = spec.template.spec.containers[0]?.startupProbe ?? {}
  return initialDelaySeconds + periodSeconds * failureThreshold
}

/** The pauses of a canary and its judgements: the first measurement is taken at once. */
const schedule = (objects: readonly Workload[], { spec }: Workload): number => {
  const metrics = objects.filter(({ kind }) => kind === 'AnalysisTemplate').flatMap(one => one.spec.metrics ?? [])
  const judgement = Math.max(...metrics.map(({ count, interval }) => (count - 1) * seconds(interval)))
  const steps = spec.strategy?.canary?.steps ?? []
  expect(metrics.every(({ initialDelay }) => initialDelay === undefined)).toBe(true)
  return steps.reduce((sum, { pause, analysis }) => sum + (pause ? seconds(pause.duration) : 0) + (analysis ? judgement : 0), 0)
}

/** The longest that an update of a workload takes while every pod starts in time: one pod after the other, a canary step by step. */
const longest = (objects: readonly Workload[], one: Workload): number => {
  if (one.kind === 'Rollout')
    return schedule(objects, one) + start(one) * (one.spec.strategy?.canary?.steps ?? []).filter(({ setWeight }) => setWeight).length
  if (one.spec.updateStrategy?.type === 'OnDelete') return 0
  const scaler = objects.find(({ kind, spec }) => kind === 'HorizontalPodAutoscaler' && spec.scaleTargetRef?.name === one.metadata.name)
  return start(one) * Math.ceil((scaler?.spec.maxReplicas ?? one.spec.replicas ?? 1) / (one.spec.strategy?.rollingUpdate?.maxSurge ?? 1))
}

const objectsOf = (file: string): Workload[] =>
  parseAllDocuments(read(file)).flatMap(document => (document.toJS() as Workload | null) ?? [])

/** The longest update of each app that an environment renders. */
const longestIn = (env: string): Map<string, number> => {
  const files = listInside(home, `tests/golden/${env}`).filter(file => !/\/cluster-/.test(file))
  return new Map(
    files.map(file => {
      const objects = objectsOf(file)
      const updated = objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Rollout'].includes(kind))
      return [file.replace(/^.*\/|\.yaml$/g, ''), Math.max(...updated.map(one => longest(objects, one)))]
    }),
  )
}

type Job = { 'timeout-minutes': number; steps: { run?: string }[] }
const jobs: Record<string, Job> = parse(read('.github/workflows/deploy.yml')).jobs
/** What `pnpm status --wait` waits unless told: the time that Argo CD gets to see a commit and to apply it. */
const argo = 300

test.each([
  ['staging', 'deploy-staging'],
  ['prod', 'deploy-production'],
])('%s: the job waits for the longest update that the renders allow, and is not cut off', (env, job) => {
  const { steps, 'timeout-minutes': minutes } = jobs[job] as Job
  const waits = steps.flatMap(
    ({ run }) =>
      / --timeout (\d+)$/
        .exec(run ?? '')
        ?.slice(1)
        .map(Number) ?? [],
  )
  const all = longestIn(env)
  expect(all.size).toBe(9)
  expect(waits).toEqual([env === 'prod' ? 600 : 300, Math.max(...all.values()) + argo])
  // Both waits are for one sync: whatever the first takes, the second has the less to wait. Ten minutes for the other steps.
  expect(minutes * 60).toBeGreaterThanOrEqual(Math.max(...waits) + 600)
})

test("prod's budgets in the guide are what the renders allow", () => {
  const all = longestIn('prod')
  const rows = [...read('docs/operations/production-deployment.md').matchAll(/^\| \[(\w+)[^\]]*\]\([^)]*\)[^|]*\|([^|]*)\|([^|]*)\|/gm)]
  const budget = (name: string): string[] =>
    rows
      .find(row => row[1] === name)
      ?.slice(2, 4)
      .map(cell => cell.trim()) ?? []
  const minutes = (app: string): string => `${(all.get(app) ?? 0) / 60} minutes`
  const canary = objectsOf('tests/golden/prod/tartware-core-service.yaml')
  const [pauses] = canary.flatMap(one => (one.kind === 'Rollout' ? [schedule(canary, one)] : []))
  expect(budget('Atlas')[1]).toBe(minutes('bijux-atlas'))
  expect(budget('FormDB')[1]).toBe(minutes('formdb-http-api'))
  expect(budget('KFM')[1]).toBe(minutes('kfm-vector'))
  expect(budget('Tartware')[1]).toBe(minutes('tartware-core-service'))
  expect(budget('Tartware')[0]).toContain(`${(pauses ?? 0) / 60} minutes of pauses and judgements`)
  expect([...all].filter(([app]) => app.startsWith('tartware-')).every(([, time]) => time === all.get('tartware-core-service'))).toBe(true)
})
