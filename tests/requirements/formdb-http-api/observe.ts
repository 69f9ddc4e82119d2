import { expect } from 'vitest'
import { seconds } from '../quantity.ts'
import type { See } from '../see.ts'
import type { Seen } from '../seen.ts'
import { beside, config, deployment, dev, pod, prod, service } from './units.ts'

export const monitor = (see: See, unit: string): Seen => see.one(unit, 'ServiceMonitor')

/** Scraped every 30 s at /metrics, once: the Service for callers is selected, the headless one isn't. */
export const scraped = (see: See, unit: string): void => {
  const one = monitor(see, unit)
  expect(one.some<unknown[]>('spec.endpoints')).toHaveLength(1)
  expect(one.get('spec.endpoints[0].port')).toBe('metrics')
  expect(one.get('spec.endpoints[0].path')).toBe('/metrics')
  expect(seconds(one.get('spec.endpoints[0].interval'))).toBe(30)
  expect(selected(see, unit)).toEqual([service(see, unit).get('metadata.name')])
}

const selected = (see: See, unit: string): string[] => {
  const wanted = Object.entries(monitor(see, unit).get<Record<string, string>>('spec.selector.matchLabels'))
  const services = see.all(unit, 'Service').filter(one => {
    const labels = one.some<Record<string, string>>('metadata.labels')
    return wanted.every(([key, value]) => labels[key] === value)
  })
  return services.map(one => one.some('metadata.name'))
}

/** The operator finds the ServiceMonitor, because it carries the label that the stack selects. */
export const discovered = (see: See, unit: string): void => {
  const wanted = see
    .yaml('platform/values/kube-prometheus-stack.yaml')
    .get<Record<string, string>>('prometheus.prometheusSpec.serviceMonitorSelector.matchLabels')
  expect(Object.keys(wanted)).not.toEqual([])
  for (const [key, value] of Object.entries(wanted)) expect(monitor(see, unit).get(`metadata.labels[${key}]`)).toBe(value)
}

/** JSON on stdout and no volume for logs. */
export const logging = (see: See, unit: string): void => {
  const settings = config(see, unit)
  expect(settings.get('data.LOG_FORMAT')).toBe('json')
  expect(['debug', 'info', 'warn', 'error']).toContain(settings.get('data.LOG_LEVEL'))
  const volumes = deployment(see, unit).some<Record<string, unknown>[]>(`${pod}.volumes`)
  expect(volumes.map(volume => Object.keys(volume).filter(key => key !== 'name'))).toEqual([['persistentVolumeClaim'], ['emptyDir']])
}

export const logLevels = (see: See): void => {
  expect(config(see, dev).get('data.LOG_LEVEL')).toBe('debug')
  expect(config(see, prod).get('data.LOG_LEVEL')).toBe('info')
}

type Rule = { alert?: string; record?: string; expr: string }

const rules = (one: Seen): Rule[] => one.some<{ rules: Rule[] }[]>('spec.groups').flatMap(group => group.rules)

export const alerts = (see: See, unit: string): Rule[] => rules(see.one(unit, 'PrometheusRule', /-alerts$/))

/** The expression of an alert, whose every part the check asserts. */
export const alert = (see: See, unit: string, name: string): string => {
  const one = see.one(unit, 'PrometheusRule', /-alerts$/)
  const groups = one.some<{ rules: Rule[] }[]>('spec.groups')
  const at = groups.map(group => group.rules.findIndex(rule => rule.alert === name))
  const group = at.findIndex(index => index >= 0)
  return one.get(`spec.groups[${group}].rules[${at[group]}].expr`)
}

/** The names that the rules file gives to what the application measures: the only file that knows the application's own names. */
export const recorded = (see: See, unit: string): string[] =>
  rules(see.one(unit, 'PrometheusRule', /-metrics$/)).flatMap(rule => (rule.record ? [rule.record] : []))

export const dashboard = (see: See, unit: string): Panel[] => {
  const one = see.one(unit, 'ConfigMap', /formdb-dashboard$/)
  expect(one.get('metadata.labels.grafana_dashboard')).toBe('1')
  return JSON.parse(one.get('data[formdb-http-api.json]')).panels
}

export type Panel = { title: string; targets: { expr: string }[] }

/** An object of the cluster's own observability unit in the same environment. */
export const inCluster = (see: See, unit: string, kind: string, name?: RegExp): Seen =>
  see.one(beside(unit, 'cluster-observability'), kind, name)

/** The series that an expression reads, by their names: a recording rule's has colons. */
export const measured = (expression: string): string[] => {
  const bare = expression.replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, '')
  return [...bare.matchAll(/[a-zA-Z_][a-zA-Z0-9_]*:[a-zA-Z0-9_:]+|\b\w+_(?:total|count|bucket|sum|bytes|seconds)\b/g)].map(([name]) => name)
}
