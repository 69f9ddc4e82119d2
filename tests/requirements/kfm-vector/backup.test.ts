import { expect } from 'vitest'
import { cells } from '../markdown.ts'
import { row } from '../row.ts'
import type { See } from '../see.ts'
import { storageClass } from './observe.ts'
import { dev, engine, everything, job, offline, prod, readme, served, staging } from './units.ts'

const recovery = 'docs/operations/disaster-recovery.md'

/** The line of the table of objectives for an environment of the store. */
const objective = (see: See, environments: string): string[] =>
  cells(see.section(recovery, 'Disaster recovery')).find(([what]) => what === `KFM vector store, ${environments}`) ?? []

row('KFM-58', 'steps for this engine', see => {
  for (const heading of ['Backup', 'Restore']) expect(see.section(readme, heading)).toMatch(/^[^<>]*vector-(backup|restore)[^<>]*$/)
})

row('KFM-59', 'recovery point', see => {
  const expected = { 'prod and offline': ['0 3 * * *', '24 h'], staging: ['0 3 * * 0', '7 days'] }
  for (const [environments, [schedule, point]] of Object.entries(expected)) {
    const [, , said, kept, lost] = objective(see, environments)
    expect([said, kept, lost]).toEqual([schedule, '7 days', point])
  }
  for (const unit of [prod, offline, staging]) {
    const one = see.one(unit, 'CronJob', 'vector-backup')
    expect(one.get('spec.schedule')).toBe(unit === staging ? '0 3 * * 0' : '0 3 * * *')
    expect(one.get('spec.timeZone')).toBe('Etc/UTC')
    expect(one.get(`${job}.containers[name=client].env[name=RETENTION_DAYS].value`)).toBe('7')
  }
  see.none(dev, 'CronJob')
})

row('KFM-60', 'recovery time', see => {
  expect(objective(see, 'prod and offline')[5]).toBe('4 h')
  expect(objective(see, 'staging')[5]).toBe('1 day')
  const limit = see.one(everything, 'CronJob', 'vector-restore').get('spec.jobTemplate.spec.activeDeadlineSeconds')
  expect(limit).toBe(4 * 3600)
})

row('KFM-61', 'encrypted at rest', see => {
  for (const unit of [staging, prod]) expect(storageClass(see, unit, 'fast-ssd').get('parameters.encrypted')).toBe('true')
  for (const unit of served) {
    const kept = see.one(unit, 'PersistentVolumeClaim', 'vector-backup').get<string>('spec.storageClassName')
    expect(kept).toBe('slow-disk')
    storageClass(see, unit, kept).some('provisioner')
    const own = engine(see, unit).some<{ spec: { storageClassName: string } }[]>('spec.volumeClaimTemplates')
    expect(own.map(({ spec }) => spec.storageClassName)).toEqual(['fast-ssd', 'fast-ssd'])
  }
  expect(see.section(recovery, 'KFM vector store')).toMatch(/class .slow-disk.: a file server outside the cluster, which encrypts at rest/)
})

row('KFM-62', 'restore in three steps', see => {
  const steps = [...see.section(readme, 'Restore').matchAll(/^(\d)\. ([\w ]+):/gm)].map(([, number, title]) => `${number} ${title}`)
  expect(steps).toEqual(['1 Volumes and class', '2 The backup', '3 The pods'])
  const [backup, restore] = ['backup', 'restore'].map(name => see.one(everything, 'CronJob', `vector-${name}`))
  expect(restore?.get('spec.suspend')).toBe(true)
  for (const one of [backup, restore]) expect(one?.get(`${job}.volumes[name=backup].persistentVolumeClaim.claimName`)).toBe('vector-backup')
  expect(see.one(everything, 'PersistentVolumeClaim', 'vector-backup').get('spec.accessModes')).toEqual(['ReadWriteMany'])
  for (const unit of served) expect(see.all(unit, 'CronJob').map(one => one.get('metadata.name'))).toEqual(['vector-backup'])
})

row('KFM-63', 'after a restore', see => {
  const said = see.section(readme, 'Restore')
  expect(said).toMatch(/all three: the API reaches the store; a known query returns what it should; if in doubt, a rebuild/)
  const words = /node (scripts\/smoke\/\S+) --base \S+ --collection \S+ --query \S+ --expect \S+?`/.exec(said)
  const script = see.text(words?.[1] ?? '')
  for (const call of ['connect(store', 'sampleQuery(store']) expect(script).toContain(call)
  expect(see.text('tests/vector-smoke.test.ts')).toMatch(/finds what/)
})
