import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { home } from '../scripts/lib/tools.ts'

type Rule = { alert?: string; annotations?: { runbook_url?: string } }
type Rendered = {
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  spec?: { groups?: { rules: Rule[] }[] }
  data?: Record<string, string>
}

const objects = globSync('tests/golden/prod/*.yaml', { cwd: home })
  .flatMap(file => parseAllDocuments(readFileSync(join(home, file), 'utf8')))
  .map(document => document.toJS() as Rendered)

/** The anchor that a Markdown heading gets: lower case, words joined by hyphens, nothing else. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')
const anchors = (file: string): string[] =>
  readFileSync(join(home, file), 'utf8')
    .split('\n')
    .flatMap(line => /^#+ (.*)$/.exec(line)?.[1] ?? [])
    .map(anchor)

const alerts = objects.flatMap(({ kind, spec }) => (kind === 'PrometheusRule' ? (spec?.groups ?? []).flatMap(({ rules }) => rules) : []))

test('every alert of prod has a runbook: a heading in this repository', () => {
  const named = alerts.filter(({ alert }) => alert !== undefined)
  expect(named.length).toBeGreaterThan(20)
  for (const { alert, annotations } of named) {
    const [file = '', heading = ''] = annotations?.runbook_url?.split('#') ?? []
    expect(anchors(file), `${alert}: ${annotations?.runbook_url}`).toContain(heading)
  }
})

/** Every `datasource.uid` in a dashboard. */
const sources = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return []
  const own = 'datasource' in value ? [(value.datasource as { uid: string }).uid] : []
  return [...own, ...Object.values(value).flatMap(sources)]
}

test('every dashboard of prod is JSON with a title, and reads from the one Prometheus', () => {
  const dashboards = objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.grafana_dashboard === '1')
  expect(dashboards.length).toBeGreaterThan(3)
  const uids = dashboards.flatMap(({ data = {} }) => Object.values(data)).map(text => JSON.parse(text))
  for (const dashboard of uids) {
    expect(dashboard.title).toMatch(/./)
    expect(new Set(sources(dashboard))).toEqual(new Set(['prometheus']))
  }
  expect(new Set(uids.map(({ uid }) => uid)).size).toBe(uids.length)
})
