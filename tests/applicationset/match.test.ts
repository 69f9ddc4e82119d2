import { expect, test } from 'vitest'
import { pathMatch, pathspecMatch } from '../../scripts/lib/applicationset/match.ts'
import { commitAll, git, tree } from '../helpers.ts'

// The rows are those of Go's own tests of path.Match, and what it says of a slash.
test.each([
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'ab/c', false],
  ['a*/b', 'abc/b', true],
  ['a*/b', 'a/c/b', false],
  ['a*b*c*d*e*/f', 'axbxcxdxe/f', true],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['ab[c]', 'abc', true],
  ['ab[^b-d]', 'abe', true],
  ['ab[^b-d]', 'abc', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'ab', false],
  ['a???b', 'aäöüb', true],
  ['[a-ζ]*', 'α', true],
  ['a?b', 'a/b', false],
  ['a*b', 'a/b', false],
  ['[\\]a]', ']', true],
  ['[x\\-]', '-', true],
  ['[z-a]', 'b', false],
  ['overlays/prod/tartware-*', 'overlays/prod/tartware-core-service', true],
  ['overlays/prod/tartware-*', 'overlays/prod/tartware-core-service/patches', false],
  ['**', 'a/b', false],
])('%s on %s', (pattern, path, matches) => {
  expect(pathMatch(pattern)?.test(path)).toBe(matches)
})

test.each(['[]a]', '[-]', '[x-]', '[-x]', '[', '[^', 'a[', 'a\\', '[a-b-c]'])('%s is malformed', pattern => {
  expect(pathMatch(pattern)).toBeUndefined()
})

// As `git ls-files -- <pathspec>` answers.
test.each([
  ['a/b.yaml', 'a/b.yaml', true],
  ['a', 'a/b/c.yaml', true],
  ['a/', 'a/b/c.yaml', true],
  ['a/', 'a', false],
  ['', 'a/b', true],
  ['.', 'a/b', true],
  ['./a/../a/*', 'a/b', true],
  ['*.yaml', 'a/b/c.yaml', true],
  ['a/*/c.yaml', 'a/b/b/c.yaml', true],
  ['a/**/c.yaml', 'a/c.yaml', false],
  ['a?b', 'a/b', true],
  ['ab', 'abc', false],
])('pathspec %s on %s', (pathspec, path, matches) => {
  expect(pathspecMatch(pathspec)?.(path)).toBe(matches)
})

test.each([':!a', ':(glob)*', 'a[b]', 'a\\*', '../a', '/a'])('pathspec %s is left to Git', pathspec => {
  expect(pathspecMatch(pathspec)).toBeUndefined()
})

test('every pathspec of three characters takes the files that git takes', () => {
  const files = ['a', 'b/a', 'b/b/a', 'aa', 'c/aa', 'c/b/c']
  const root = tree(Object.fromEntries(files.map(file => [file, ''])))
  commitAll(root)
  const characters = ['a', 'b', '/', '*', '?', '.']
  const pathspecs = characters.flatMap(x => characters.flatMap(y => characters.map(z => x + y + z)))
  const here = pathspecs.filter(pathspec => pathspecMatch(pathspec))
  const wrong = here.filter(pathspec => {
    const matches = pathspecMatch(pathspec)
    const taken = git(root, 'ls-files', '--', pathspec).split('\n').filter(Boolean)
    return (
      files
        .filter(file => matches?.(file))
        .sort()
        .join() !== taken.sort().join()
    )
  })
  expect(here.length).toBeGreaterThan(150)
  expect(wrong).toEqual([])
})
