import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { home } from '../../scripts/lib/tools.ts'
import { environments, golden, list, names, read, scalars, type Values, values } from './platform.ts'

/** The Services that apps may call in namespace observability, as the values of these releases make them. */
const services: Record<string, number[]> = {
  kayenta: [8090], // named by analysis-kayenta alone, which is off; who switches it on installs it
  'kube-prometheus-stack-prometheus': [9090],
  loki: [3100],
  'otel-collector': [4317, 4318],
  tempo: [3200, 4317],
}
const stack = values('kube-prometheus-stack', 'prod') as {
  fullnameOverride: string
  prometheus: { prometheusSpec: Record<string, { matchLabels: Values }> }
  grafana: { admin: Values; additionalDataSources: { type: string; uid: string; url: string }[]; sidecar: { datasources: Values } }
}
const units = (env: string): string[] => list(`tests/golden/${env}`).map(file => `${env}/${file.replace('.yaml', '')}`)

test('Prometheus selects the label that our ServiceMonitors carry, and scrapes by nothing else', () => {
  const labels = parse(read('base/components/service-monitor/servicemonitor.yaml')).metadata.labels
  for (const selector of ['serviceMonitorSelector', 'ruleSelector', 'podMonitorSelector'])
    expect(labels).toMatchObject(stack.prometheus.prometheusSpec[selector]?.matchLabels as Values)
  for (const name of names) expect(read(`platform/values/${name}.yaml`)).not.toMatch(/additionalScrapeConfigs|prometheus_io_scrape/)
})

test.each(names)('what %s lets Prometheus see carries the same label', name => {
  const label = stack.prometheus.prometheusSpec.serviceMonitorSelector?.matchLabels as Values
  const monitors = scalars(values(name, 'prod')).filter(([path, value]) => /service-?monitor\.enabled$/i.test(path) && value === true)
  for (const [path] of monitors) {
    const monitor = path
      .split('.')
      .slice(0, -1)
      .reduce<unknown>((value, key) => (value as Values)[key], values(name, 'prod')) as Values
    expect(monitor.additionalLabels ?? monitor.labels, path).toMatchObject(label)
  }
})

test('every address in namespace observability that anything names is one of a release here', () => {
  expect(stack.fullnameOverride).toBe('kube-prometheus-stack')
  expect(values('otel-collector', 'prod').fullnameOverride).toBe('otel-collector')
  const files = globSync(['{apps,base}/**/*.yaml', 'platform/values/**/*.yaml', 'tests/golden/*/*.yaml'], { cwd: home })
  const addresses = files.flatMap(file => [...read(file).matchAll(/\b([a-z-]+)\.observability\.svc(?:\.cluster\.local)?:(\d+)/g)])
  const named = new Set(addresses.map(([, service, port]) => `${service} ${port}`))
  expect([...named]).toContain('otel-collector 4318')
  for (const one of named) {
    const [service, port] = one.split(' ') as [string, string]
    expect(services[service], one).toContain(Number(port))
  }
})

test('Grafana has a data source for each of the three stores, under the uid that dashboards name', () => {
  const { additionalDataSources: sources, sidecar } = stack.grafana
  expect(sidecar.datasources.uid).toBe('prometheus') // the chart makes this one
  expect(sources.map(({ type, uid, url }) => [type, uid, url])).toEqual([
    ['tempo', 'tempo', 'http://tempo.observability.svc:3200'],
    ['loki', 'loki', 'http://loki.observability.svc:3100'],
  ])
})

type Rule = { seriesQuery: string; name: { as: string }; metricsQuery: string }
type Metric = {
  type: string
  pods?: { metric: { name: string } }
  object?: { metric: { name: string } }
  external?: { metric: { name: string } }
}
const adapter = values('prometheus-adapter', 'prod') as { prometheus: { url: string; port: number }; rules: { custom: Rule[] } }

test('the adapter asks the one Prometheus, and each of its rules serves the series of its own name', () => {
  expect(`${adapter.prometheus.url}:${adapter.prometheus.port}`).toBe('http://kube-prometheus-stack-prometheus.observability.svc:9090')
  for (const { seriesQuery, name, metricsQuery } of adapter.rules.custom) {
    expect(seriesQuery).toBe(`${name.as}{namespace!="",pod!=""}`)
    expect(metricsQuery).toContain('<<.GroupBy>>')
  }
})

test.each(environments)('the adapter serves every metric that an autoscaler in %s asks for, and a rule records it per pod', env => {
  const asked = units(env).flatMap(unit => {
    const objects = golden(unit)
    const metrics = objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').flatMap(({ spec }) => spec.metrics as Metric[])
    const rules = scalars(objects.filter(({ kind }) => kind === 'PrometheusRule').map(({ spec }) => spec))
    const own = metrics.flatMap(({ pods, object, external }) => (pods ?? object ?? external)?.metric.name ?? [])
    return own.map(name => ({ unit, name, records: rules.filter(([path, value]) => path.endsWith('.record') && value === name) }))
  })
  expect(asked).not.toEqual([])
  for (const { unit, name, records } of asked) {
    expect(
      adapter.rules.custom.map(rule => rule.name.as),
      unit,
    ).toContain(name)
    expect(records, `${unit} records ${name}`).toHaveLength(1)
  }
})

test.each(environments)('%s: no development mode, no password that a chart ships or Git holds, no way in by plain HTTP or a node', env => {
  expect(stack.grafana.admin).toEqual({ existingSecret: 'grafana-admin', userKey: 'username', passwordKey: 'password' })
  for (const name of names)
    for (const [path, value] of scalars(values(name, env))) {
      if (/(^|\.)dev\.enabled$/.test(path)) expect(value, `${name} ${path}`).toBe(false)
      if (/server\.insecure$/.test(path)) expect(value, `${name} ${path}`).toBe('false')
      if (/(password|token|secretKey|accessKey)$/i.test(path)) expect(['password', 'cloud'], `${name} ${path}`).toContain(value)
      expect(value, `${name} ${path}`).not.toBe('NodePort')
    }
})
