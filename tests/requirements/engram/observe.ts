import { expect } from 'vitest'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'
import { service } from './units.ts'

/** One ServiceMonitor, every 30 s with a time-out of 10 s, that selects the Service `engram` and no other. */
export const scraped = (see: See, unit: string): void => {
  const one = see.one(unit, 'ServiceMonitor')
  expect(one.get('spec.endpoints')).toEqual([{ port: 'http', path: '/metrics', interval: '30s', scrapeTimeout: '10s' }])
  const wanted = Object.entries(one.get<Record<string, string>>('spec.selector.matchLabels'))
  const found = see.all(unit, 'Service').filter(each => {
    const labels = each.some<Record<string, string>>('metadata.labels')
    return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)
  })
  expect(found.map(each => each.some('metadata.name'))).toEqual([service(see, unit).get('metadata.name')])
  expect(service(see, unit).get('spec.ports[name=http].targetPort')).toBe('http')
}

type Panel = {
  title: string
  targets: { expr: string }[]
  fieldConfig: { defaults: { thresholds?: { steps: { value: number | null }[] } } }
}

/** The panels of the dashboard that Grafana loads. */
export const panels = (see: See, unit: string): Panel[] => {
  const one = see.one(unit, 'ConfigMap', 'engram-dashboard')
  expect(one.get('metadata.labels.grafana_dashboard')).toBe('1')
  return JSON.parse(one.get('data[engram.json]')).panels
}

/** The panel with a title, and the line that it draws. */
export const panel = (see: See, unit: string, title: RegExp): { expr: string; line: number | undefined } => {
  const [found, ...rest] = panels(see, unit).filter(one => title.test(one.title))
  if (!found || rest.length > 0) throw new Error(`${unit} has not one panel ${title}`)
  const line = found.fieldConfig.defaults.thresholds?.steps.at(-1)?.value ?? undefined
  return { expr: found.targets[0]?.expr ?? '', line }
}

type Rule = { alert?: string; record?: string; expr: string; annotations?: { runbook_url: string } }

export const rules = (one: Seen): Rule[] => one.some<{ rules: Rule[] }[]>('spec.groups').flatMap(group => group.rules)

/** The expression behind a recorded name or an alert. */
export const expression = (see: See, unit: string, set: string, name: string): string => {
  const one = see.one(unit, 'PrometheusRule', set)
  const groups = one.some<{ rules: Rule[] }[]>('spec.groups')
  for (const [at, group] of groups.entries()) {
    const index = group.rules.findIndex(rule => rule.alert === name || rule.record === name)
    if (index >= 0) return one.get(`spec.groups[${at}].rules[${index}].expr`)
  }
  throw new Error(`${unit} ${set} has no ${name}`)
}
