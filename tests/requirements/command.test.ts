import { expect, test } from 'vitest'
import { readTests } from '../../scripts/lib/requirements/tests.ts'
import { run, tree } from '../helpers.ts'

const document = (...rows: string[]): string =>
  `# Demo\n\nState: finished\n\n| id | status | what | where |\n|---|---|---|---|\n${rows.join('\n')}\n`

const requirements = (files: Record<string, string>, ...args: string[]): ReturnType<typeof run> =>
  run('requirements', ['--root', tree({ 'overlays/.keep': '', ...files }), ...args])

const tests = (...ids: string[]): Record<string, string> => ({
  'tests/requirements/demo/all.test.ts': ids.map(id => `row('${id}', 'x', see => {})\n`).join(''),
})
const demo = (...rows: string[]): Record<string, string> => ({ 'docs/requirements/demo.md': document(...rows) })

test('every row is counted once', () => {
  const rows = ['| A-1 | IN | x | y |', '| A-2 | DOC, decided | x | y |', '| A-3 | OUT | x | y |', '| A-4 | OPT, OUT | x | y |']
  const scope = { 'docs/scope.md': '| id | why |\n|---|---|\n| A-3 | because |\n| A-4 | because |\n' }
  const { status, stdout } = requirements({ ...demo(...rows), ...tests('A-1', 'A-2', 'A-4'), ...scope }, '--json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    schema: 'requirements/v1',
    systems: [{ system: 'demo', finished: true, rows: 4, tested: ['A-1', 'A-4'], documented: ['A-2'], out: ['A-3'], missing: [] }],
    problems: [],
  })
})

test.each([
  [
    'a row without a test',
    demo('| A-1 | IN | x | y |'),
    "docs/requirements/demo.md:7:1  REQUIREMENT_MISSING  A-1 has no test; write row('A-1', …)",
  ],
  [
    'an OUT row without a reason',
    demo('| A-1 | OUT | x | y |'),
    'docs/requirements/demo.md:7:1  REQUIREMENT_MISSING  A-1 has no reason for being out',
  ],
  [
    'a test without a row',
    { ...demo('| A-1 | IN | x | y |'), ...tests('A-1', 'A-2') },
    'all.test.ts:2:1  REQUIREMENT_UNKNOWN  no document has A-2',
  ],
  [
    'two tests of a row',
    { ...demo('| A-1 | IN | x | y |'), ...tests('A-1', 'A-1') },
    'all.test.ts:2:1  REQUIREMENT_TWICE  A-1 has a second test',
  ],
  [
    'two rows of an id',
    { ...demo('| A-1 | IN | x | y |', '| A-1 | IN | x | y |'), ...tests('A-1') },
    'demo.md:8:1  REQUIREMENT_TWICE  A-1 has two rows',
  ],
  ['an unknown status', { ...demo('| A-1 | MAYBE | x | y |'), ...tests('A-1') }, 'demo.md:7:1  REQUIREMENT_STATUS  A-1 has status "MAYBE"'],
  ['no state', { 'docs/requirements/demo.md': '# Demo\n' }, 'demo.md:1:1  SYSTEM_STATE'],
  [
    'a reason for what is in',
    { ...demo('| A-1 | IN | x | y |'), ...tests('A-1'), 'docs/scope.md': '| A-1 | why |\n' },
    'docs/scope.md:1:1  REQUIREMENT_NOT_OUT',
  ],
])('%s is said, with exit code 1', (_, files, message) => {
  const { status, stdout } = requirements(files)
  expect([status, stdout]).toEqual([1, expect.stringContaining(message)])
})

test('an unfinished system may miss rows, and they are named', () => {
  const { status, stdout } = requirements({
    'docs/requirements/demo.md': document('| A-1 | IN | x | y |').replace('finished', 'in progress'),
  })
  expect([status, stdout]).toEqual([0, expect.stringContaining('missing in demo: A-1')])
})

test('bad usage', () => {
  expect(requirements(demo(), 'nope')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no system is called "nope"; there are: demo'),
  })
  expect(requirements(demo(), '--jsn')).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean --json') })
})

test('comments, skipped rows and quoted ones are no tests', () => {
  const source = [
    "// row('A-1', 'x', see => {})",
    "/*\nrow('A-2', 'x', see => {})\n*/",
    "row.skip('A-3', 'x', see => {})",
    "row('A-4', 'overlays/*/x and // more', see => {})",
    "`\nrow('A-5', 'x')`",
    "row(\n  'A-6', 'x */', see => {})",
  ].join('\n')
  expect(readTests('f', source).map(one => [one.id, one.line])).toEqual([
    ['A-4', 6],
    ['A-6', 9],
  ])
})
