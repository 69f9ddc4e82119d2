import { expect } from 'vitest'
import { row } from '../row.ts'
import { combination, deployment, environment, environments, everywhere, pod, readme, scaler, staging } from './units.ts'

const canary = combination('canary')

row('ATLAS-50', 'a Rollout in place of the Deployment, the pod unchanged', see => {
  see.none(canary, 'Deployment')
  const one = see.one(canary, 'Rollout')
  expect(one.get(pod)).toEqual(deployment(see, staging).get(pod))
  expect(one.get('spec.selector')).toEqual(deployment(see, staging).get('spec.selector'))
  const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: one.get('metadata.name') }
  expect(scaler(see, canary).get('spec.scaleTargetRef')).toEqual(target)
  for (const unit of everywhere) {
    see.none(unit, 'Rollout')
    expect(scaler(see, unit).get('spec.scaleTargetRef.kind')).toBe('Deployment')
  }
})

type Step = { setWeight?: number; pause?: { duration: string }; analysis?: { templates: { templateName: string }[] } }

row('ATLAS-51', 'steps', see => {
  const steps = see.one(canary, 'Rollout').some<Step[]>('spec.strategy.canary.steps')
  const said = steps.map((step, at) => {
    const path = `spec.strategy.canary.steps[${at}]`
    if (step.setWeight !== undefined) return see.one(canary, 'Rollout').get<number>(`${path}.setWeight`)
    if (step.pause !== undefined) return see.one(canary, 'Rollout').get<string>(`${path}.pause.duration`)
    return see
      .one(canary, 'Rollout')
      .get<{ templateName: string }[]>(`${path}.analysis.templates`)
      .map(one => one.templateName)
  })
  const judged = ['success-rate', 'latency-p95']
  expect(said).toEqual([10, '60s', judged, 50, '120s', judged, 100])
  for (const name of judged) see.one(canary, 'AnalysisTemplate', name)
  see.file('apps/bijux-atlas/components/canary/patches/steps.yaml')
})

row('ATLAS-52', 'only where Argo Rollouts runs', see => {
  for (const unit of environments) {
    const rollouts = environment(see, unit).get('data.rollouts')
    expect(['true', 'false']).toContain(rollouts)
    if (rollouts === 'true') see.one(`argo/env/${unit.split('/')[1]}`, 'Application', 'argo-rollouts')
    else see.none(unit, 'Rollout')
  }
  // Argo CD's own ExternalSecrets come before the operator that root installs; nothing that could be a Rollout may skip the dry run.
  const others = see.files('argo').filter(file => !/\/externalsecret-[\w-]+\.yaml$/.test(file))
  for (const file of others) see.lacks(file, 'SkipDryRunOnMissingResource')
  expect(see.section(readme, 'Canary')).toMatch(/Argo Rollouts[\s\S]*rollouts: "true"/)
})
