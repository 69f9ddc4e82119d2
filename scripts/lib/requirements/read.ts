import { basename } from 'node:path'
import { listInside, readInside } from '../files.ts'
import { readScope, readSystem } from './document.ts'
import { type Known, scopeFile } from './judge.ts'
import type { Problem } from './problem.ts'
import { readTests } from './tests.ts'

const folder = 'docs/requirements'

/** Everything below `root` that speaks of requirements, and what is wrong with how it is written. A system without a document isn't one. */
export const readKnown = (root: string): { known: Known; problems: Problem[] } => {
  const read = (path: string): string => readInside(root, path)?.toString() ?? ''
  const documents = listInside(root, folder).filter(path => path.endsWith('.md') && basename(path) !== 'README.md')
  const systems = documents.sort().map(path => readSystem(basename(path, '.md'), path, read(path)))
  const tests = listInside(root, 'tests/requirements').filter(path => path.endsWith('.test.ts'))
  return {
    known: {
      systems: systems.map(({ system }) => system),
      tests: tests.sort().flatMap(path => readTests(path, read(path))),
      scope: readScope(read(scopeFile)),
    },
    problems: systems.flatMap(({ problems }) => problems),
  }
}
