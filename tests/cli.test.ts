import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { home } from '../scripts/lib/tools.ts'
import { commitAll, type Ran, run, scratch, tree, unit } from './helpers.ts'

const packageJson: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
const scripts = ['.', 'smoke'].flatMap(folder =>
  readdirSync(join(home, 'scripts', folder))
    .filter(file => file.endsWith('.ts'))
    .map(file => join(folder, file.replace('.ts', ''))),
)
/** Scripts whose names are commands of pnpm itself: `pnpm why` is pnpm's. */
const inPnpm = (script: string): string => (['doctor', 'why'].includes(script) ? `run ${script}` : script)
/** How people call a script: `pnpm x`, or `node scripts/x.ts` where package.json has no name for it. */
const called = (script: string): string =>
  Object.values(packageJson.scripts).includes(`node scripts/${script}.ts`) ? `pnpm ${inPnpm(script)}` : `node scripts/${script}.ts`

const clean = ({ stdout, stderr }: Ran): void =>
  expect(`${stdout}\n${stderr}`).not.toMatch(/^\s+at .+:\d+|This is a bug|ExperimentalWarning|undefined/m)

test('package.json names no script that is not there', () => {
  const named = Object.values(packageJson.scripts).flatMap(script => /^node scripts\/(.+)\.ts$/.exec(script)?.[1] ?? [])
  expect(named.filter(name => !scripts.includes(name))).toEqual([])
})

describe.each(scripts)('%s', script => {
  test('--help, anywhere: what it does, how it is called with an example, its exit codes; nothing too long for a terminal', () => {
    const ran = run(script, ['--help'], { cwd: scratch() })
    expect([ran.status, ran.stderr]).toEqual([0, ''])
    expect(ran.stdout).toContain(called(script))
    expect(ran.stdout).toMatch(/Exit codes: 0 .*[^\n]\n$/)
    expect(ran.stdout.split('\n').filter(line => line.length > 150)).toEqual([])
    expect(run(script, ['-h'], { cwd: scratch() }).stdout).toBe(ran.stdout)
    clean(ran)
  })

  test('a wrong flag: one line that says which, and what lists the right ones', () => {
    const ran = run(script, ['--nonsense'], { cwd: scratch() })
    expect([ran.status, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toMatch(
      new RegExp(`^unknown flag --nonsense.* All flags: pnpm (exec node scripts/)?${inPnpm(script)}(\\.ts)? --help\\n$`),
    )
    clean(ran)
  })
})

const digest = `sha256:${'a'.repeat(64)}`
/** What each command is given outside a repository; those that aren't here need none: they ask a server, a cluster, or this project alone. */
const elsewhere: Record<string, string[]> = {
  apps: [],
  bundle: ['offline', '--out', 'site'],
  check: [],
  components: [],
  diff: [],
  doctor: [],
  documents: [],
  image: ['web', 'dev', 'web:1'],
  images: ['dev'],
  new: ['app', 'web', '--image', `web:1@${digest}`],
  preflight: ['--env', 'dev'],
  promote: ['web', 'dev', 'staging'],
  render: [],
  requirements: [],
  status: ['dev'],
  why: ['dev/web'],
}

test.each(Object.entries(elsewhere))('%s outside a repository says so, and what to do', (script, args) => {
  const ran = run(script, args, { cwd: scratch() })
  expect(ran).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^no repository here: .*; name one with --root\n$/) })
  clean(ran)
})

test.each(Object.entries(elsewhere))('%s with a --root that is not there says so', (script, args) => {
  expect(run(script, [...args, '--root', 'nowhere'], { cwd: scratch() })).toMatchObject({
    status: 2,
    stderr: '--root nowhere: no such folder\n',
  })
})

test.each(['bench', 'components', 'doctor', 'documents', 'preflight', 'schemas', 'tools', 'waivers'])(
  '%s prod: it takes flags alone, and does nothing',
  script => {
    const ran = run(script, ['prod'], { cwd: scratch() })
    expect([ran.status, ran.stdout, ran.stderr]).toEqual([
      2,
      '',
      `"prod": ${called(script)} takes flags alone; see: ${called(script)} --help\n`,
    ])
  },
)

/** What isn't given, or can't be meant, by commands that need no repository. */
test.each<[string, string[], RegExp]>([
  ['browser', ['nothing'], /^no file of tests\/browser is called "nothing"; there are diff-html, /],
  ['bump-image', ['web'], /^write: <app> <version>; see: /],
  ['comment', ['nothing'], /^say report or stale; see: /],
  ['e2e', ['nothing'], /^no file of tests\/e2e is called "nothing"; there are accepted, /],
  ['images-verify', ['web'], /^"web" is not an image with a tag; write name:tag/],
  ['propose', ['branch'], /^write: <branch> --title TEXT; see: /],
  ['smoke/bijux-atlas', [], /^name the environment with --env/],
  ['smoke/engram', ['dev'], /^write no names, only flags/],
  ['smoke/formdb-http-api', [], /^name the environment with --env/],
  ['smoke/kfm-vector', [], /--base/],
  ['smoke/tartware', [], /^name the environment with --env/],
  ['sync-application', ['web'], /^ARGOCD_SERVER is not set; see: /],
])('%s %j: exit 2, one sentence', (script, args, said) => {
  const ran = run(script, args, { cwd: scratch(), env: { ARGOCD_SERVER: '' } })
  expect(ran).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(said) })
  clean(ran)
})

/** A target, environment or app that is mistyped, and what it is told. */
test.each<[string, string[], RegExp]>([
  ['apps', ['pord'], /no unit is called "pord"/],
  ['bundle', ['pord', '--out', 'site'], /no environment is called "pord"; there are dev, prod/],
  ['check', ['prod/wep'], /no unit is called "prod\/wep"; did you mean prod\/web/],
  ['diff', ['--base', 'nowhere'], /--base nowhere: /],
  ['image', ['wep', 'prod', 'web:1'], /no app of prod is called "wep"; did you mean web\?/],
  ['images', ['pord'], /no golden render of "pord"/],
  ['new', ['apps', 'web'], /did you mean app\?/],
  ['preflight', ['--env', 'pord'], /--env "pord": write one of dev, prod$/m],
  ['promote', ['web', 'prod', 'dev'], /is a step back/],
  ['render', ['prod/wep'], /no unit is called "prod\/wep"; did you mean prod\/web/],
  ['requirements', ['engrem'], /no system is called "engrem"/],
  ['status', ['pord'], /no environment is called "pord"; did you mean prod\?/],
  ['why', ['prod/wep'], /prod\/wep/],
])('%s %j: exit 2, one sentence', (script, args, said) => {
  const environments = { 'base/env/dev/environment.yaml': 'data: {}\n', 'base/env/prod/environment.yaml': 'data: {promoted-from: dev}\n' }
  const root = tree({ ...unit('overlays/prod/web'), ...unit('argo/env/prod'), ...environments })
  commitAll(root)
  const ran = run(script, args, { cwd: root })
  expect(ran).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(said) })
  clean(ran)
})
