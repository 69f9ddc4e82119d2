import type { Folded, Report, UnitChange } from '../../scripts/lib/diff/data.ts'
import { emptyReport } from '../diff/reports.ts'

const envs = ['dev', 'staging', 'prod']

/** A report with so many distinct changes, each with some lines, in as many units. */
export const manyChanges = (count: number): Report => {
  const all = Array.from({ length: count }, (_, i): { folded: Folded; unit: UnitChange } => {
    const env = envs[i % 3] ?? ''
    const unit = `${env}/app-${Math.floor(i / 3)}`
    const id = { group: 'apps', kind: 'Deployment', namespace: `app-${i}`, name: `server-${i}` }
    const fields = [
      { path: ['spec', 'replicas'], change: 'changed', old: i, new: i + 1 },
      {
        path: ['data', 'settings'],
        change: 'changed',
        old: `a\nvalue ${i}\n${'c\n'.repeat(10)}`,
        new: `a\nvalue ${i} now\n${'c\n'.repeat(10)}`,
      },
    ] as const
    return {
      folded: { change: 'changed', fields, objects: [{ unit, id }] },
      unit: { unit, env, path: `overlays/${unit}`, change: 'changed', objects: [{ id, change: 'changed', fields }] },
    }
  })
  return { ...emptyReport, units: all.map(({ unit }) => unit), folded: all.map(({ folded }) => folded) }
}
