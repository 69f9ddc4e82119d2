import { expect, test } from 'vitest'
import { commit, diff, type Edits, edit, shop } from './shop.ts'

const version = { 'argo/base/chart.yaml': (text: string): string => text.replace('v1.0.0', 'v1.1.0') }
const values = { 'platform/values/cert-manager.yaml': 'replicas: 2\n' }

/** Prod's chart reads its values at the tag that prod runs, as its units do. */
const pinned: Edits = {
  'argo/env/prod/values.yaml': '- op: replace\n  path: /spec/sources/1/targetRevision\n  value: v1\n',
  'argo/env/prod/kustomization.yaml': text => `${text}  - path: values.yaml\n    target:\n      kind: Application\n`,
}

const later = ' (prod runs v1: with the next release)'
const moved = 'changed  chart cert-manager v1.0.0 → v1.1.0 of'
const applications = 'changed  2 Applications'

/** What the report says of charts and their Applications; nothing of a chart's version is a revision of this repository. */
test.each<[string, Edits, string[], string[]]>([
  [
    'a version: with the merge, which moves the Applications',
    version,
    [`${moved} dev/certificates, prod/certificates`, applications],
    ['of dev/certificates, prod/certificates isn’t (changed: v1.0.0 → v1.1.0)'],
  ],
  [
    'values in a file: where they are read at a tag, with its release',
    values,
    ['changed  chart cert-manager v1.0.0 of dev/certificates', `changed  chart cert-manager v1.0.0 of prod/certificates${later}`],
    [
      'of dev/certificates isn’t (changed: v1.0.0, replicas 1 → 2)',
      'of prod/certificates isn’t (changed: v1.0.0, replicas 1 → 2, with the next release)',
    ],
  ],
  [
    'both: each in its own time',
    { ...version, ...values },
    [
      `${moved} dev/certificates`,
      `${moved} prod/certificates`,
      `changed  chart cert-manager v1.1.0 of prod/certificates${later}`,
      applications,
    ],
    [
      'of dev/certificates isn’t (changed: v1.0.0 → v1.1.0, replicas 1 → 2)',
      'of prod/certificates isn’t (changed: v1.0.0 → v1.1.0)',
      'of prod/certificates isn’t (changed: v1.1.0, replicas 1 → 2, with the next release)',
    ],
  ],
])('%s', (_, edits, expected, first) => {
  const root = shop()
  commit(root, pinned)
  edit(root, edits)
  const lines = diff(root, '--base', 'HEAD').stdout.split('\n')
  expect(lines.filter(line => /^\w+ +(chart|\d+ Applications?|Application) /.test(`${line} `))).toEqual(expected)
  const said = lines[0]?.replace('incomplete: ', '').split('; ')
  expect(said).toEqual(first.map(one => `the chart cert-manager ${one.replace('isn’t', "isn't rendered here")}`))
})
