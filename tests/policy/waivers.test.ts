import { expect, test } from 'vitest'
import type { Judgement, Rule, World } from '../../scripts/lib/check/rule.ts'
import type { KubeObject } from '../../scripts/lib/engine.ts'
import { applyWaivers } from '../../scripts/lib/policy/apply-waivers.ts'
import { readWaivers, type Waiver } from '../../scripts/lib/policy/waivers.ts'

const rule: Rule = { severity: 'error', enforced: 'check', waivable: true, why: 'a', fix: 'b' }
const rules = { 'pdb-present': rule, 'image-digest': rule, privileged: { ...rule, waivable: false } }
const api: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api', namespace: 'payments' } }
const finding: Judgement = {
  code: 'pdb-present',
  severity: 'error',
  unit: 'prod/payments',
  object: { kind: 'Deployment', name: 'api', namespace: 'payments' },
  problem: 'has none',
}

const good = `policy: pdb-present
environment: prod
target: {kind: Deployment, namespace: payments, name: api}
justification: One replica by contract until the vendor ships clustering next spring
compensatingControl: drains are announced a day ahead
ticket: SEC-1412
approvedBy: ["@org/security"]
expires: 2027-01-01
`
const key = 'pdb-present.payments.Deployment.api'
const path = 'overlays/prod/cluster-policies/waivers/api.yaml'

/** What is said after waivers, with prod's objects and the files of waivers by path and key. */
const said = (
  files: Record<string, [key: string, text: string]>,
  findings: Judgement[],
  objects = [api],
  date = '2026-11-21',
): string[] => {
  const data = Object.fromEntries(Object.values(files))
  const params: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'waivers', namespace: 'cluster-policies' }, data }
  const sources: Record<string, string> = {
    '.github/CODEOWNERS': '* @org/everyone\n/overlays/*/cluster-policies/ @org/security\n',
    'docs/a.md': '# A\n\n## The cause, and what then\n',
    ...Object.fromEntries(Object.entries(files).map(([file, [, text]]) => [file, text])),
  }
  const unit = (name: string, inside: KubeObject[]): World['units'][number] => ({
    unit: { name, env: 'prod', path: `overlays/${name}` },
    objects: inside,
    yaml: '',
    reads: Object.keys(files),
  })
  const world = {
    root: '',
    tree: 'work',
    date,
    units: [unit('prod/payments', objects), unit('prod/cluster-policies', [params])],
    files: [],
    read: (file: string) => sources[file],
    bytes: () => undefined,
  } satisfies World
  const applied = applyWaivers(findings, readWaivers(world), rules, date)
  return applied.judgements.map(({ code, at }) => (at ? `${code} ${at.line ?? '-'}` : code))
}

const one = (text: string, findings = [finding], under = key): string[] => said({ [path]: [under, text] }, findings)
const edit = (from: RegExp | string, to: string): string => good.replace(from, to)

test.each<[name: string, said: string[], expected: string[]]>([
  ['a good waiver takes its finding off', one(good), []],
  [
    'of another object not',
    one(good, [finding, { ...finding, object: { kind: 'Deployment', name: 'web', namespace: 'payments' } }]),
    ['pdb-present'],
  ],
  ['nor in another environment', one(good, [finding, { ...finding, unit: 'dev/payments' }]), ['pdb-present']],
  ['unused', one(good, []), ['WAIVER_UNUSED 1']],
  ['expired still covers', said({ [path]: [key, good] }, [finding], [api], '2027-01-02'), ['WAIVER_EXPIRED 8']],
  ['its last day is a good one', said({ [path]: [key, good] }, [finding], [api], '2027-01-01'), []],
  ['90 days in prod', one(edit('2027-01-01', '2027-02-19')), []],
  ['91 are too many', one(edit('2027-01-01', '2027-02-20')), ['WAIVER_EXPIRY 8']],
  [
    '180 elsewhere',
    said(
      {
        'overlays/dev/cluster-policies/waivers/api.yaml': [
          key,
          edit('2027-01-01', '2027-05-20').replace('environment: prod', 'environment: dev'),
        ],
      },
      [finding],
    ),
    [],
  ],
  ['no expiry', one(edit(/expires.*\n/, '')), ['WAIVER_EXPIRY -']],
  ['a day that there is not', one(edit('2027-01-01', '2027-02-30')), ['WAIVER_EXPIRY 8']],
  [
    'an image without a digest needs no expiry',
    one(
      edit(/expires.*\n/, '').replace('pdb-present', 'image-digest'),
      [{ ...finding, code: 'image-digest' }],
      key.replace('pdb-present', 'image-digest'),
    ),
    [],
  ],
  ['unknown rule', one(edit('pdb-present', 'pdb-presnt'), [finding], key.replace('present', 'presnt')), ['pdb-present', 'WAIVER_POLICY 1']],
  [
    'rule without exception',
    one(edit('pdb-present', 'privileged'), [{ ...finding, code: 'privileged' }], key.replace('pdb-present', 'privileged')),
    ['privileged', 'WAIVER_FORBIDDEN 1'],
  ],
  ['key of another target', one(good, [finding], 'pdb-present.payments.Deployment.web'), ['WAIVER_KEY 3']],
  ['target that is gone', said({ [path]: [key, good] }, [], []), ['WAIVER_TARGET 3']],
  ['target that a policy stumbles over', one(good, [{ ...finding, code: 'policy-broken' }]), ['policy-broken']],
  ['target that is two', said({ [path]: [key, good] }, [finding], [api, api]), ['WAIVER_TARGET 3']],
  [
    'pattern as target',
    one(edit('name: api', 'name: "*"'), [finding], 'pdb-present.payments.Deployment.*'),
    ['pdb-present', 'WAIVER_TARGET 3'],
  ],
  ['target with a label', one(edit('name: api', 'name: api, label: a')), ['pdb-present', 'WAIVER_FIELD 3']],
  [
    'two for one thing',
    said({ [path]: [key, good], [path.replace('api', 'again')]: [`${key}.`, `${good}# again\n`] }, [finding]),
    ['WAIVER_KEY 3', 'WAIVER_DUPLICATE 3'],
  ],
  ['copied from another environment', one(edit('environment: prod', 'environment: staging')), ['WAIVER_ENVIRONMENT 2']],
  ['approver who owns nothing', one(edit('@org/security', '@org/everyone')), ['WAIVER_APPROVER 7']],
  ['approver by name', one(edit('["@org/security"]', '"@org/security"')), ['WAIVER_APPROVER 7']],
  ['39 characters', one(edit(/justification:.*/, `justification: ${'x'.repeat(39)}`)), ['WAIVER_REASON 4']],
  ['40 characters', one(edit(/justification:.*/, `justification: ${'x'.repeat(40)}`)), []],
  ['no ticket', one(edit(/ticket.*\n/, '')), ['WAIVER_FIELD -']],
  ['a ticket of no form', one(edit('SEC-1412', 'soon')), ['WAIVER_TICKET 6']],
  ['a section as ticket', one(edit('SEC-1412', 'docs/a.md#the-cause-and-what-then')), []],
  ['a section that is not there', one(edit('SEC-1412', 'docs/a.md#effect')), ['WAIVER_TICKET 6']],
  ['unknown field', one(`${good}owner: me\n`), ['WAIVER_FIELD 9']],
  ['not YAML', one('a: [', [finding]), ['pdb-present', 'WAIVER_FIELD -']],
  ['a list', one('- a\n', [finding]), ['pdb-present', 'WAIVER_FIELD -']],
])('%s', (_, actual, expected) => {
  expect(actual).toEqual(expected)
})

test('the summary counts waivers and knows the first day that ends one', () => {
  const waiver = (policy: string, expires: string | undefined): Waiver => ({
    file: { file: path, key: '', envs: ['prod'], fields: {}, at: () => ({ file: path }) },
    policy,
    target: { kind: 'Deployment', name: 'api', namespace: 'payments' },
    expires,
  })
  const waivers = [waiver('a', '2027-03-01'), waiver('b', '2027-01-09'), waiver('image-digest', undefined)]
  expect(applyWaivers([], { waivers, problems: [] }, {}, '2026-11-21').waivers).toEqual({ count: 3, next: '2027-01-09' })
})
