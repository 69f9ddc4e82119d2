import { overlaysOf } from '../overlays.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'

export const { base, dev, staging, prod, offline, environments, everywhere } = overlaysOf('bijux-atlas')

/** The environments that have a store to talk to. */
export const withStore: string[] = [dev, staging, prod]

export const publish = 'apps/bijux-atlas/jobs/catalog-publish'
export const combination = (name: string): string => `tests/combinations/bijux-atlas-${name}`
export const combinations: string[] = ['cached-only-canary', 'canary', 'everything', 'init-prewarm', 'load-source', 'upstream-compat'].map(
  combination,
)

export const readme = 'apps/bijux-atlas/README.md'
export const compatibility = 'docs/compatibility/bijux-dna-atlas.md'

/** What an environment is: its values, which never reach a cluster. */
export const environment = (see: See, unit: string): Seen => see.yaml(`base/env/${unit.split('/')[1]}/environment.yaml`)

export const pod = 'spec.template.spec'
export const container: string = `${pod}.containers[name=bijux-atlas]`

export const deployment = (see: See, unit: string): Seen => see.one(unit, 'Deployment', 'bijux-atlas')
export const service = (see: See, unit: string): Seen => see.one(unit, 'Service')
export const scaler = (see: See, unit: string): Seen => see.one(unit, 'HorizontalPodAutoscaler', 'bijux-atlas')
/** The server's settings; generated, so the name carries a hash. */
export const config = (see: See, unit: string): Seen => see.one(unit, 'ConfigMap', /^bijux-atlas-config-/)

type Rule = { alert?: string; record?: string }

/** The expression and the runbook of an alert, each of which the check asserts. */
export const alert = (see: See, unit: string, name: string): { expr: string; runbook: string } => {
  const one = see.one(unit, 'PrometheusRule', 'bijux-atlas-alerts')
  const groups = one.some<{ rules: Rule[] }[]>('spec.groups')
  const group = groups.findIndex(({ rules }) => rules.some(rule => rule.alert === name))
  const path = `spec.groups[${group}].rules[alert=${name}]`
  return { expr: one.get(`${path}.expr`), runbook: one.get(`${path}.annotations.runbook_url`) }
}
