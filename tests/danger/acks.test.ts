import { expect, test } from 'vitest'
import { acknowledged } from '../../scripts/lib/danger/acks.ts'
import type { Danger } from '../../scripts/lib/diff/data.ts'
import { commit, diff, type Edits, shop } from '../diff/shop.ts'
import { commitAll, git } from '../helpers.ts'

const owners = '/acks/ @gitops/security @gitops/release\n'

/** The shop with owners of acks/ on main, and a branch that takes prod's claim away. */
const without = (): string => {
  const root = shop()
  commit(root, { '.github/CODEOWNERS': owners })
  git(root, 'checkout', '--quiet', '-b', 'change')
  commit(root, { 'apps/shop/kustomization.yaml': text => text.replace('  - claim.yaml\n', ''), 'apps/shop/claim.yaml': undefined })
  return root
}

const reason = 'The claim holds a cache that is made again within minutes of the first request.'
const ack = (fields: object): string =>
  JSON.stringify({ rule: 'D09', pr: 7, reason, dangers: ['dev/shop', 'prod/shop'], approvedBy: ['@gitops/release'], ...fields })

type Judged = { status: number | null; open: string[]; acknowledged: string[]; refused: string[] }

const judge = (root: string, ...args: string[]): Judged => {
  const { status, stdout } = diff(root, '--json', '--base', 'main', '--head', 'HEAD', ...args)
  const dangers = JSON.parse(stdout).dangers as Danger[]
  const where = ({ rule, unit, object }: Danger): string => `${rule} ${unit} ${object?.kind}/${object?.name}`
  return {
    status,
    open: dangers.filter(one => one.severity === 'blocks' && !one.acknowledged && one.rule !== 'ACK').map(where),
    acknowledged: dangers.flatMap(({ rule, acknowledged }) => (acknowledged ? [`${rule} ${acknowledged}`] : [])),
    refused: dangers.filter(({ rule }) => rule === 'ACK').map(({ problem }) => problem),
  }
}

const claims = ['D09 dev/shop PersistentVolumeClaim/shop-data', 'D09 prod/shop PersistentVolumeClaim/shop-data']

test('a danger blocks until its pull request acknowledges it', () => {
  const root = without()
  expect(judge(root)).toMatchObject({ status: 1, open: claims })
  commit(root, { 'acks/7-D09.yaml': ack({}) })
  expect(judge(root, '--pr', '7')).toEqual({
    status: 0,
    open: [],
    acknowledged: ['D09 acks/7-D09.yaml', 'D09 acks/7-D09.yaml'],
    refused: [],
  })
  // For another pull request, and for nobody, it says nothing.
  expect(judge(root, '--pr', '8')).toMatchObject({ status: 1, open: claims, refused: ['acks/7-D09.yaml: is not for pull request 8'] })
  expect(judge(root)).toMatchObject({ status: 1, open: claims, refused: [] })
  const { stdout } = diff(root, '--base', 'main', '--head', 'HEAD', '--pr', '7')
  expect(stdout).toContain('known    D09 data-removed')
  expect(stdout).toContain('(acks/7-D09.yaml)')
})

test('what is named is acknowledged, and nothing else', () => {
  const root = without()
  commit(root, { 'acks/7-D09.yaml': ack({ dangers: ['dev/shop PersistentVolumeClaim/shop/shop-data'] }) })
  const { status, open } = judge(root, '--pr', '7')
  expect({ status, open }).toEqual({ status: 1, open: claims.slice(1) })
})

test.each<[string, Edits, string]>([
  ['a short reason', { 'acks/7-D09.yaml': ack({ reason: 'it is fine' }) }, 'the reason has 10 characters'],
  [
    'nobody who owns acks/',
    { 'acks/7-D09.yaml': ack({ approvedBy: ['@gitops/platform'] }) },
    '@gitops/platform is no code owner of acks/7-D09.yaml',
  ],
  [
    'an owner that this pull request made',
    { '.github/CODEOWNERS': '/acks/ @me\n', 'acks/7-D09.yaml': ack({ approvedBy: ['@me'] }) },
    '@me is no code owner',
  ],
  ['another rule inside', { 'acks/7-D09.yaml': ack({ rule: 'D08' }) }, 'rule is D08, the file is called D09'],
  ['another pull request inside', { 'acks/7-D09.yaml': ack({ pr: 6 }) }, 'pr is 6, the file is called 7'],
  ['a rule that there is not', { 'acks/7-D99.yaml': ack({ rule: 'D99' }) }, 'there is no rule D99'],
  ['a rule that finds nothing', { 'acks/7-D10.yaml': ack({ rule: 'D10' }) }, 'D10 finds nothing in this change'],
  [
    'a unit where it finds nothing',
    { 'acks/7-D09.yaml': ack({ dangers: ['dev/shop', 'prod/shop', 'prod/blog'] }) },
    'D09 finds nothing at "prod/blog"',
  ],
  ['a pattern', { 'acks/7-D09.yaml': ack({ dangers: ['prod/*'] }) }, 'D09 finds nothing at "prod/*"'],
  ['all of two', { 'acks/7-D09.yaml': ack({ dangers: 'all' }) }, '"all" is too broad for 2 dangers'],
  ['a missing field', { 'acks/7-D09.yaml': ack({ dangers: undefined }) }, 'dangers missing'],
  ['a field too many', { 'acks/7-D09.yaml': ack({ expires: 'never' }) }, 'unknown: expires'],
  ['no list', { 'acks/7-D09.yaml': ack({ dangers: { a: 1 } }) }, 'dangers is no list of names'],
  ['no YAML', { 'acks/7-D09.yaml': 'a: [' }, 'is no YAML map'],
  ['aliases that grow', { 'acks/7-D09.yaml': 'a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n' }, 'is no YAML map'],
  ['a name that means nothing', { 'acks/claims.yaml': ack({}) }, 'its name is not <pull request>-<rule>.yaml'],
  ['approval before the fact', { 'acks/8-D09.yaml': ack({ pr: 8 }) }, 'acks/8-D09.yaml: is not for pull request 7'],
])('%s acknowledges nothing', (_, edits, problem) => {
  const root = without()
  commit(root, edits)
  const { status, open, acknowledged, refused } = judge(root, '--pr', '7')
  expect({ status, open: open.filter(one => one.startsWith('D09')), acknowledged }).toEqual({ status: 1, open: claims, acknowledged: [] })
  expect(refused.join('\n')).toContain(problem)
})

test('what was acknowledged before is no finding: acknowledgements stay as a record', () => {
  const root = shop()
  commit(root, { '.github/CODEOWNERS': owners, 'acks/3-D09.yaml': ack({ pr: 3 }) })
  git(root, 'checkout', '--quiet', '-b', 'change')
  commit(root, { 'README.md': 'a\n' })
  expect(judge(root, '--pr', '7')).toEqual({ status: 0, open: [], acknowledged: [], refused: [] })
})

test('of more than can be listed, all may be acknowledged', () => {
  const one = (i: number): Danger => ({
    rule: 'D26',
    name: 'a',
    severity: 'blocks',
    unit: `dev/unit-${i}`,
    problem: 'p',
    why: 'w',
    fix: 'f',
    more: 'm',
  })
  const side = (files: Record<string, string>) => ({ files: Object.keys(files), read: (path: string) => files[path], units: [] })
  const asked = {
    ...{ pr: 7, changed: ['acks/7-D26.yaml'], base: side({ '.github/CODEOWNERS': owners }) },
    head: side({ 'acks/7-D26.yaml': ack({ rule: 'D26', dangers: 'all' }) }),
  }
  const open = (count: number): number =>
    acknowledged(
      Array.from({ length: count }, (_, i) => one(i)),
      asked,
    ).filter(({ acknowledged }) => !acknowledged).length
  expect(open(10)).toBe(0)
  // Nine, and the acknowledgement that is too broad for them.
  expect(open(9)).toBe(10)
})

test('--pr takes a number', () => {
  const root = shop()
  commitAll(root)
  expect(diff(root, '--pr', 'seven')).toMatchObject({ status: 2, stderr: expect.stringContaining('like --pr 214') })
})
