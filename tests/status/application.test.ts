import { expect, test } from 'vitest'
import { judge } from '../../scripts/lib/status/application.ts'

const wanted = 'a'.repeat(40)
const before = 'b'.repeat(40)
const state = (revision: string, sync: string, health: string, operationState = {}): object => ({
  status: { sync: { revision, status: sync }, health: { status: health }, operationState },
})

test.each([
  ['runs', state(wanted, 'Synced', 'Healthy'), { done: true }],
  ['an older commit, well', state(before, 'Synced', 'Healthy'), { waiting: 'at bbbbbbbbbbbb, not yet at aaaaaaaaaaaa' }],
  ['not applied', state(wanted, 'OutOfSync', 'Healthy'), { waiting: 'OutOfSync at aaaaaaaaaaaa' }],
  ['pods still start', state(wanted, 'Synced', 'Progressing'), { waiting: 'Synced at aaaaaaaaaaaa, Progressing' }],
  ['broken', state(wanted, 'Synced', 'Degraded'), { waiting: 'Synced at aaaaaaaaaaaa, Degraded' }],
  [
    'sync failed',
    state(wanted, 'OutOfSync', 'Missing', { phase: 'Failed', message: 'quota exceeded' }),
    { waiting: 'OutOfSync at aaaaaaaaaaaa; last sync Failed: quota exceeded' },
  ],
  ['just created', {}, { waiting: 'at no commit, not yet at aaaaaaaaaaaa' }],
])('%s', (_, application, expected) => {
  expect(judge(application, wanted)).toEqual(expected)
})
