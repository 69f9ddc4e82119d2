import { expect } from 'vitest'
import { installed } from '../platform.ts'
import { row } from '../row.ts'
import { alerts, dashboard, discovered, logging, logLevels, measured, recorded, scraped } from './observe.ts'
import { liveness, readiness, startup } from './pod.ts'
import { environments, everywhere, prod } from './units.ts'

row('FORMDB-54', 'metrics', see => {
  for (const unit of everywhere) scraped(see, unit)
})

row('FORMDB-55', 'what is measured', see => {
  const shown = dashboard(see, prod)
    .map(panel => panel.title)
    .join('\n')
  for (const group of [/HTTP request duration/, /HTTP requests/, /Cache/, /Index.*spatial.*temporal/, /BEAM memory/, /BEAM scheduler/])
    expect(shown).toMatch(group)
  const names = recorded(see, prod)
  const used = dashboard(see, prod).flatMap(panel => panel.targets.flatMap(target => measured(target.expr)))
  const alerted = alerts(see, prod).flatMap(rule => measured(rule.expr))
  expect(alerted).toContain('formdb:http_latency_seconds:p95_5m')
  for (const name of [...used, ...alerted]) expect(names).toContain(name)
})

row('FORMDB-56', 'liveness probe', see => {
  for (const unit of everywhere) liveness(see, unit)
})

row('FORMDB-57', 'readiness probe', see => {
  for (const unit of everywhere) readiness(see, unit)
})

row('FORMDB-58', 'startup probe', see => {
  for (const unit of everywhere) startup(see, unit)
})

row('FORMDB-59', 'logs', see => {
  for (const unit of environments) logging(see, unit)
  logLevels(see)
})

row('FORMDB-60', 'monitoring stack', see => {
  installed(see, 'kube-prometheus-stack', 'observability')
  for (const unit of environments) discovered(see, unit)
})
