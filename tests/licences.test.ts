import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { World } from '../scripts/lib/check/rule.ts'
import type { KubeObject } from '../scripts/lib/engine.ts'
import { gradeLicence } from '../scripts/lib/licences/grade.ts'
import { licenceJudge } from '../scripts/lib/licences/judge.ts'
import { home } from '../scripts/lib/tools.ts'

test.each([
  ['Apache-2.0', 'open', 'Apache-2.0'],
  ['MPL-2.0 AND (MIT OR BUSL-1.1)', 'open', 'MPL-2.0,MIT'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'open', 'GPL-2.0-only'],
  ['AGPL-3.0-only', 'network', 'AGPL-3.0-only'],
  ['Apache-2.0 AND AGPL-3.0-or-later', 'network', 'AGPL-3.0-or-later'],
  ['AGPL-3.0-only OR MIT', 'open', 'MIT'],
  ['BUSL-1.1', 'refused', 'BUSL-1.1'],
  ['SSPL-1.0 OR Elastic-2.0', 'refused', 'SSPL-1.0,Elastic-2.0'],
  ['Apache-2.0 AND BUSL-1.1 AND AGPL-3.0-only', 'refused', 'BUSL-1.1'],
  ['SSPL-1.0 OR Elastic-2.0 OR AGPL-3.0-only', 'network', 'AGPL-3.0-only'],
  ['LicenseRef-ours', 'refused', 'LicenseRef-ours'],
])('%s is %s because of %s', (expression, grade, because) => {
  const graded = gradeLicence(expression)
  expect([graded?.grade, graded?.because.join()]).toEqual([grade, because])
})

test.each(['', 'Apache 2', 'Apache-2.0 AND', 'proprietary', 'apache-2.0'])('"%s" is no expression', expression => {
  expect(gradeLicence(expression)).toBeUndefined()
})

const file = 'platform/versions.yaml'
const world = (versions: string | undefined, objects: KubeObject[] = []): World => ({
  ...{ root: home, tree: 'work', date: '2026-01-01', files: [file] },
  read: path => (path === file ? versions : undefined),
  units: [{ unit: { name: 'argo/dev', env: 'dev', path: 'argo/env/dev' }, objects, yaml: '', reads: [] }],
})
const release = (licence: string): string => `releases:\n  loki:\n    chart: loki\n    ${licence}\n`
const loki = (chart: string): KubeObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'loki', namespace: 'argo' },
  spec: { project: 'platform', sources: [{ repoURL: 'https://charts.example.com', chart }], destination: {} },
})

test.each([
  ['licence: BUSL-1.1', 'LICENCE_REFUSED', 'error', 4, 14],
  ['licence: free as in beer', 'LICENCE_UNKNOWN', 'error', 4, 14],
  ['licence: AGPL-3.0-only', 'LICENCE_NETWORK', 'warning', 4, 14],
  ['licence: [MIT]', 'LICENCE_MISSING', 'error', 2, 3],
  ['note: none', 'LICENCE_MISSING', 'error', 2, 3],
])('%s: %s (%s) at its line', async (licence, code, severity, line, col) => {
  expect(await licenceJudge.judge(world(release(licence)))).toEqual([
    expect.objectContaining({ code, severity, unit: 'platform', at: { file, line, col } }),
  ])
})

test('a chart without an entry, or with the entry of another chart', async () => {
  const said = async (versions: string | undefined, chart: string) =>
    (await licenceJudge.judge(world(versions, [loki(chart)]))).map(({ code, unit, path }) => [code, unit, path?.join('.')])
  expect(await said(release('licence: MIT'), 'loki')).toEqual([])
  expect(await said(release('licence: MIT'), 'loki-stack')).toEqual([['LICENCE_MISSING', 'argo/dev', 'spec.sources.0.chart']])
  expect(await said(undefined, 'loki')).toEqual([['LICENCE_MISSING', 'argo/dev', 'spec.sources.0.chart']])
})

test.each(['', 'releases', 'releases: [a]', '{', 'releases: {a: 1}'])('versions.yaml "%s" says nothing, and throws nothing', async text => {
  expect(await licenceJudge.judge(world(text))).toEqual([])
})

test('this repository has warnings at most', async () => {
  const said = await licenceJudge.judge(world(readFileSync(join(home, file), 'utf8')))
  expect(said.filter(({ severity }) => severity === 'error')).toEqual([])
})
