import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listInside, readInside } from '../../scripts/lib/files.ts'
import { cellsOf } from '../../scripts/lib/requirements/document.ts'
import { judge } from '../../scripts/lib/requirements/judge.ts'
import { problemText } from '../../scripts/lib/requirements/problem.ts'
import { readKnown } from '../../scripts/lib/requirements/read.ts'
import { home } from '../../scripts/lib/tools.ts'

const { known, problems } = readKnown(home)

test('no finished system misses a requirement, and documents and tests agree', () => {
  expect([...problems, ...judge(known)].map(problemText)).toEqual([])
  expect(known.systems.filter(system => system.finished)).not.toEqual([])
})

test.each(known.systems.map(system => system.file))('%s names paths that exist', file => {
  const where = (readInside(home, file)?.toString() ?? '').split('\n').flatMap(line => cellsOf(line)[3] ?? [])
  const paths = where.flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path as string))
  expect(paths).not.toEqual([])
  expect(paths.filter(path => globSync(join(home, path)).length === 0)).toEqual([])
})

test('the test files of a system hold rows and nothing else, so that each test is proved to be able to fail', () => {
  const files = listInside(home, 'tests/requirements').filter(file => /^tests\/requirements\/[^/]+\/.*\.test\.ts$/.test(file))
  expect(files).not.toEqual([])
  for (const file of files) {
    const source = readInside(home, file)?.toString() ?? ''
    expect(source, file).not.toMatch(/(^|[^.\w])(test|it|describe)(\.\w+)?\(/)
    expect(source.match(/\brow(\.\w+)?\(/g)?.length, file).toBe(known.tests.filter(one => one.file === file).length)
  }
})
