import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { goldenObjects } from '../../scripts/lib/documents/golden.ts'
import { home } from '../../scripts/lib/tools.ts'
import { cells } from '../requirements/markdown.ts'

type Backup = { system: string; env: string; schedule: string }

const systems: Record<string, string> = { engram: 'Engram', 'formdb-production': 'FormDB', 'kfm-vector': 'KFM', argo: 'Argo' }
const environments = ['dev', 'staging', 'prod', 'offline']

/** Every backup that runs by the clock, as it is rendered; Velero's stands in its chart's values. */
const rendered = (): Backup[] => {
  const jobs = goldenObjects(home).filter(({ object }) => object.kind === 'CronJob')
  const own = jobs.map(({ env, object }) => {
    const { schedule, suspend } = object.spec as { schedule: string; suspend?: boolean }
    expect(suspend, `${object.metadata.name} of ${env}`).not.toBe(true)
    return { system: systems[object.metadata.namespace ?? ''] ?? `${object.metadata.namespace}`, env, schedule }
  })
  const { schedules } = parse(readFileSync(join(home, 'platform/values/velero.yaml'), 'utf8'))
  return [...own, ...environments.map(env => ({ system: 'Argo', env, schedule: String(schedules.argo.schedule) }))]
}

/** The lines of the table of objectives that have a schedule, one for each environment that they name, or for all. */
const told = (): Backup[] =>
  cells(readFileSync(join(home, 'docs/operations/disaster-recovery.md'), 'utf8')).flatMap(([what = '', , schedule = '']) => {
    if (!/^[\d*]/.test(schedule)) return []
    const named = environments.filter(env => what.split(', ').at(-1)?.split(' and ').includes(env))
    return (named.length > 0 ? named : environments).map(env => ({ system: what.split(' ')[0] ?? '', env, schedule }))
  })

const sorted = (all: Backup[]): string[] => all.map(({ system, env, schedule }) => `${system} in ${env}: ${schedule}`).sort()

test('the table of recovery names every backup that is rendered, with its schedule, and no other', () => {
  expect(sorted(told())).toEqual(sorted(rendered()))
  expect(told().length).toBeGreaterThan(8)
})

test('every line of the table says what may be lost and how long it takes', () => {
  const lines = cells(readFileSync(join(home, 'docs/operations/disaster-recovery.md'), 'utf8')).slice(1)
  expect(lines.filter(([, , , , lost, back]) => !lost || !back)).toEqual([])
})
