import { type Application, judge, revisionsOf } from './application.ts'
import type { Expected } from './expected.ts'

/** An Application as Argo CD reports it. */
export type Live = Application & { metadata: { name: string }; spec?: { source?: { path?: string } } }

/** What is to be said of one Application. `missing`: what it still lacks, in words. */
export type Row = {
  name: string
  sync: string
  health: string
  revisions: string[]
  state: 'fine' | 'missing' | 'manual'
  missing: string | undefined
}

/** Judges what Argo CD reports against what should be there; pure. A revision is asked of this repository's apps alone. */
export const rowsOf = (expected: readonly Expected[], live: readonly Live[], revision?: string): Row[] =>
  expected.map(({ name, unit, manual }) => {
    const application = live.find(({ metadata }) => metadata.name === name)
    if (!application)
      return {
        name,
        sync: '-',
        health: '-',
        revisions: [],
        state: manual ? 'manual' : 'missing',
        missing: 'Argo CD has no such Application',
      }
    const result = judge(application, unit ? revision : undefined)
    const missing = 'waiting' in result ? result.waiting : undefined
    return {
      name,
      sync: application.status?.sync?.status ?? 'Unknown',
      health: application.status?.health?.status ?? 'Unknown',
      revisions: revisionsOf(application),
      state: missing === undefined ? 'fine' : manual ? 'manual' : 'missing',
      missing,
    }
  })

/** The environment whose Argo CD this is: what its Application `root` syncs; unknown where that isn't to be seen. */
export const environmentOf = (live: readonly Live[]): string | undefined =>
  live.find(({ metadata }) => metadata.name === 'root')?.spec?.source?.path?.replace(/^argo\/env\//, '')

/** What keeps a wait waiting, in one line. */
export const waitingFor = (rows: readonly Row[]): string => {
  const open = rows.filter(({ state }) => state === 'missing')
  const first = open.slice(0, 3).map(({ name, missing }) => `${name}: ${missing}`)
  return `${open.length} of ${rows.length} not there yet: ${first.join('; ')}${open.length > 3 ? '; …' : ''}`
}
