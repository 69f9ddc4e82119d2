import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listInside } from '../../scripts/lib/files.ts'
import { answers } from '../../scripts/lib/new/ask.ts'
import { type Ran, run, tree, unit } from '../helpers.ts'

const base = {
  ...unit('overlays/dev/web'),
  'apps/web/kustomization.yaml': 'resources: []\n',
  'base/env/dev/environment.yaml': 'data: {}\n',
  'base/env/staging/environment.yaml': 'data: {promoted-from: dev}\n',
  'base/env/prod/environment.yaml': 'data: {promoted-from: staging}\n',
  'base/env/offline/environment.yaml': 'data: {built-on: prod}\n',
}
const make = (root: string, ...args: string[]): Ran => run('new', args, { cwd: root })

test.each([
  ['nothing', [], 'write: pnpm new app|component|environment <name>'],
  ['an unknown thing', ['aps', 'x'], 'did you mean app?'],
  ['no name', ['app'], 'write: pnpm new app <name>'],
  ['a name that is none', ['app', 'Orders_1'], 'write lower-case letters'],
  ['a way out', ['component', '../x', '--purpose', 'Adds what is needed'], 'write lower-case letters'],
  ['nobody to ask', ['app', 'orders'], '--image must be said'],
  ['no digest for prod', ['app', 'orders', '--image', 'ghcr.io/acme/orders:1'], 'staging and prod take no image without a digest'],
  ['an unknown environment', ['app', 'orders', '--image', 'a/b:1', '--env', 'qa'], '"qa" is none of dev, staging, prod, offline'],
  ['offline without prod', ['app', 'orders', '--image', 'a/b:1', '--env', 'dev,offline'], 'offline is built from prod; add prod'],
  ['a low port', ['app', 'orders', '--image', 'a/b:1', '--env', 'dev', '--port', '80'], 'write a port from 1024 to 65535'],
  ['no path', ['app', 'orders', '--image', 'a/b:1', '--env', 'dev', '--health', 'ok'], 'write a path like /healthz'],
  ['no team', ['app', 'orders', '--image', 'a/b:1', '--env', 'dev', '--team', 'me'], 'write teams like @gitops/orders'],
  ['a purpose that says nothing', ['component', 'x', '--purpose', 'x'], 'say in one sentence what it adds'],
  ['an app that is not there', ['component', 'x', '--purpose', 'Adds what is needed', '--app', 'wep'], '--app wep: no such app'],
  [
    'a file that is not there',
    ['component', 'x', '--purpose', 'Adds what is needed', '--file', 'none.yaml'],
    '--file none.yaml: no such file',
  ],
  ['an environment like none', ['environment', 'qa', '--like', 'nowhere'], 'there is no base/env/nowhere'],
  ['an environment like offline', ['environment', 'qa', '--like', 'offline'], 'offline is built on prod; take prod'],
])('%s is bad usage, and nothing is written', (_, args, stderr) => {
  const root = tree(base)
  expect(make(root, ...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(stderr) })
  expect(listInside(root, '.').length).toBe(Object.keys(base).length)
})

test('where there is no environment, nothing can be made for one', () => {
  const ran = make(tree(unit('overlays/dev/web')), 'app', 'orders', '--image', 'a/b:1', '--env', 'dev')
  expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no environment here') })
})

test('a component takes in objects and patches, says what it needs, and is there only once', () => {
  const object = 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: sleep\n'
  const root = tree({ ...base, 'job.yaml': object, 'nights.yaml': '- op: remove\n  path: /spec/replicas\n' })
  const args = [
    'component',
    'quiet-nights',
    '--purpose',
    'Scales to nothing at night',
    '--needs',
    'a Deployment',
    '--app',
    'web',
    '--file',
    'job.yaml',
    '--file',
    'nights.yaml',
  ]
  expect(make(root, ...args, '--dry-run')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^new {6}apps[\s\S]*nothing is written/),
  })
  expect(listInside(root, 'apps/web').length).toBe(1)
  expect(make(root, ...args).status).toBe(0)
  const text = (path: string): string => readFileSync(join(root, 'apps/web/components/quiet-nights', path), 'utf8')
  expect(text('kustomization.yaml')).toBe(`# Scales to nothing at night.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources:
  - cronjob.yaml
patches:
  - path: patches/nights.yaml
    target:
      kind: Deployment
`)
  expect([text('cronjob.yaml'), text('README.md')]).toEqual([
    object,
    '# quiet-nights\n\nScales to nothing at night.\n\nNeeds a Deployment.\n',
  ])
  expect(make(root, ...args).stdout).toBe('component quiet-nights is there already, just so\n')
  expect(make(root, ...args.with(3, 'Something else entirely'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is there already and says something else'),
  })
})

test('a person is asked for what no flag says, once each; an empty answer takes what is offered', async () => {
  const asked: string[] = []
  const replies = ['', ' typed ']
  const ask = (question: string): Promise<string> => {
    asked.push(question)
    return Promise.resolve(replies.shift() ?? '')
  }
  const questions = [
    { flag: 'a', question: 'A' },
    { flag: 'b', question: 'B', or: 'offered' },
    { flag: 'c', question: 'C' },
  ]
  expect(await answers(questions, { a: 'given' }, ask)).toEqual({ a: 'given', b: 'offered', c: 'typed' })
  expect(asked).toEqual(['B [offered]: ', 'C: '])
  await expect(answers(questions, {}, undefined)).rejects.toThrow('--a and --c must be said')
})
