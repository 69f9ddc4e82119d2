import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { home } from '../scripts/lib/tools.ts'

type Release = { chart: string; version: string; appVersion: string; licence: string; source: string; namespace: string }
type Source = { repoURL: string; chart: string; targetRevision: string; helm: { valueFiles: string[] } }
type Application = { kind: string; metadata: { name: string }; spec: { sources: Source[]; destination: { namespace: string } } }

const read = (path: string): string => readFileSync(join(home, path), 'utf8')
const releases = parse(read('platform/versions.yaml')).releases as Record<string, Release>
const names = Object.keys(releases)
const applications = readdirSync(join(home, 'argo/platform'))
  .filter(name => name.endsWith('.yaml'))
  .map(name => parse(read(`argo/platform/${name}`)) as Application)
  .filter(object => object.kind === 'Application')

test('versions.yaml, the Applications and the values files name the same releases', () => {
  expect(applications.map(({ metadata }) => metadata.name).sort()).toEqual([...names].sort())
  expect(readdirSync(join(home, 'platform/values')).sort()).toEqual(names.map(name => `${name}.yaml`).sort())
})

test.each(applications.map(application => [application.metadata.name, application] as const))(
  '%s agrees with versions.yaml',
  (name, { spec }) => {
    const { chart, version, source, namespace } = releases[name] as Release
    const { repoURL, chart: installed, targetRevision, helm } = spec.sources[0] as Source
    expect({ chart: installed, version: targetRevision, source: repoURL, namespace: spec.destination.namespace }).toEqual({
      chart,
      version,
      source,
      namespace,
    })
    expect(helm.valueFiles).toEqual([`$values/platform/values/${name}.yaml`])
  },
)

test.each(names)('%s has an exact version and an open-source licence', name => {
  const { version, licence } = releases[name] as Release
  expect(version).toMatch(/^v?\d+\.\d+\.\d+$/)
  for (const part of licence.split(' AND ')) expect(['Apache-2.0', 'AGPL-3.0-only', 'MPL-2.0']).toContain(part)
})

test('the CRD release and the operator are of one version', () => {
  expect(releases['prometheus-operator-crds']?.appVersion).toBe(releases['kube-prometheus-stack']?.appVersion)
})

test('Prometheus selects the label that our ServiceMonitors carry, and scrapes by nothing else', () => {
  const { prometheusSpec } = parse(read('platform/values/kube-prometheus-stack.yaml')).prometheus
  const labels = parse(read('base/components/service-monitor/servicemonitor.yaml')).metadata.labels
  for (const selector of ['serviceMonitorSelector', 'ruleSelector', 'podMonitorSelector'])
    expect(labels).toMatchObject(prometheusSpec[selector].matchLabels)
  for (const name of names) expect(read(`platform/values/${name}.yaml`)).not.toMatch(/additionalScrapeConfigs|prometheus_io_scrape/)
})
