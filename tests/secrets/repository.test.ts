import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { World } from '../../scripts/lib/check/rule.ts'
import { filesOf } from '../../scripts/lib/check/world.ts'
import { goldenPath } from '../../scripts/lib/golden.ts'
import { secretJudge } from '../../scripts/lib/secret/judge.ts'
import { home } from '../../scripts/lib/tools.ts'
import { findUnits, foldersOnDisk } from '../../scripts/lib/units.ts'
import { credentials } from './credentials.ts'

const { files, read } = filesOf(home, 'work')

/** Every file of this repository, and every render as its golden file has it. */
const repository: World = {
  ...{ root: home, tree: 'work', date: '2026-11-21', files, read },
  units: findUnits(foldersOnDisk(home))
    .filter(unit => files.includes(goldenPath(unit)))
    .map(unit => {
      const yaml = readFileSync(join(home, goldenPath(unit)), 'utf8')
      return { unit, yaml, objects: parseAllDocuments(yaml, { merge: false }).map(document => document.toJS()), reads: [] }
    }),
}

test('no file and no render of this repository holds a secret', async () => {
  expect(files.length).toBeGreaterThan(1000)
  expect(repository.units.length).toBeGreaterThan(30)
  expect(await secretJudge.judge(repository)).toEqual([])
})

test('one that somebody adds is found, wherever it is', async () => {
  const added = {
    ...repository,
    files: [...files, 'docs/new.md'],
    read: (path: string) => (path === 'docs/new.md' ? credentials['github-pat'] : read(path)),
  }
  expect(await secretJudge.judge(added)).toHaveLength(1)
})
