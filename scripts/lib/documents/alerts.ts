import type { KubeObject } from '../engine.ts'
import { goldenObjects } from './golden.ts'
import { markdownTable } from './marks.ts'

type Rule = { alert?: string; labels?: Record<string, string>; annotations?: Record<string, string> }
type Alert = { name: string; severity: string; says: string; runbook: string; environments: Set<string> }

const rulesOf = (object: KubeObject): Rule[] =>
  object.kind === 'PrometheusRule'
    ? ((object.spec as { groups?: { rules?: Rule[] }[] })?.groups ?? []).flatMap(group => group.rules ?? [])
    : []

/** Every alert of every environment, once: what several apps render alike is one. */
export const alertsIn = (root: string): Alert[] => {
  const found = new Map<string, Alert>()
  for (const { env, object } of goldenObjects(root))
    for (const { alert, labels = {}, annotations = {} } of rulesOf(object)) {
      if (alert === undefined) continue
      const runbook = annotations.runbook_url ?? ''
      const one = {
        name: alert,
        severity: labels.severity ?? '',
        says: annotations.summary ?? '',
        runbook,
        environments: new Set<string>(),
      }
      const key = `${alert} ${runbook} ${one.says}`
      found.set(key, found.get(key) ?? one)
      found.get(key)?.environments.add(env)
    }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** What Prometheus leaves in a sentence for who reads an alert, in words. */
const plain = (says: string): string =>
  says
    .replaceAll(/\{\{[^}]*\}\}/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** The table of docs/alerts.md. */
export const alertsTable = (root: string): string => {
  const all = alertsIn(root)
  const environments = new Set(all.flatMap(({ environments }) => [...environments]))
  const where = ({ environments: here }: Alert): string => (here.size === environments.size ? '' : ` (${[...here].sort().join(', ')})`)
  const rows = all.map(one => {
    const heading = one.runbook.replace(/^.*#/, '').replaceAll('-', ' ')
    const path = one.runbook.startsWith('docs/') ? one.runbook.replace('docs/', '') : `../${one.runbook}`
    return [`\`${one.name}\`${where(one)}`, one.severity, plain(one.says), `[${heading}](${path})`]
  })
  return markdownTable(['alert', 'severity', 'says', 'what to do'], rows)
}
