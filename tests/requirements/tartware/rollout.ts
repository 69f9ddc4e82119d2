import { seconds } from '../quantity.ts'
import type { Seen } from '../seen.ts'

type Step = { setWeight?: number; pause?: { duration: string }; analysis?: object }

/** A canary's steps in a line each, every value asserted by whoever compares them: `20 %`, `300 s`, `success-rate, latency-p95`. */
export const steps = (rollout: Seen): string[] => {
  const path = 'spec.strategy.canary.steps'
  return rollout.some<Step[]>(path).map((step, at) => {
    if (step.setWeight !== undefined) return `${rollout.get<number>(`${path}[${at}].setWeight`)} %`
    if (step.pause !== undefined) return `${seconds(rollout.get(`${path}[${at}].pause.duration`))} s`
    const templates = rollout.get<{ templateName: string }[]>(`${path}[${at}].analysis.templates`)
    return templates.map(one => one.templateName).join(', ')
  })
}

export const judged = 'success-rate, latency-p95'

/** A whole canary: what is soaked for how long, and who judges it. */
export const canary = (soak: string, judges = judged): string[] => ['20 %', soak, judges, '50 %', '120 s', judges, '100 %']

/** How long the first tenants meet a release alone. */
export const soakOf = (env: string): string => (env === 'staging' ? '60 s' : '300 s')
