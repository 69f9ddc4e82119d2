import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Ran, run, tree } from './helpers.ts'

const folder = 'overlays/prod/cluster-policies/waivers'
const waiver = (expires?: string): string => `policy: replicas-two\ntarget: {}\n${expires ? `expires: ${expires} # why\n` : ''}`
const list = `# The parameters.
kind: Kustomization
configMapGenerator:
  - name: waivers
    files:
      # Engram keeps one process.
      - replicas-two.engram.StatefulSet.engram=engram.yaml
      - replicas-two.web.Deployment.web=web.yaml
      - image-digest.web.Deployment.web=forever.yaml
`
const root = (): string =>
  tree({
    [`${folder}/kustomization.yaml`]: list,
    [`${folder}/engram.yaml`]: waiver('2027-02-01'),
    [`${folder}/web.yaml`]: waiver('2027-01-01'),
    [`${folder}/forever.yaml`]: waiver(),
    [`${folder}/broken.yaml`]: 'expires: soon\n',
    'overlays/dev/web/waivers/web.yaml': waiver('2020-01-01'),
  })

const on = (date: string, ...more: string[]): Ran => run('waivers', ['--date', date, ...more], { cwd: root() })

test.each([
  ['nothing is near', '2026-12-01', 0, 'no waiver expires within 14 days of 2026-12-01\n'],
  [
    'one is near',
    '2026-12-18',
    0,
    `${folder}/web.yaml:3  replicas-two expires on 2027-01-01, in 14 days; mend the object, or ask for time again\n`,
  ],
  [
    'its last day',
    '2027-01-01',
    0,
    `${folder}/web.yaml:3  replicas-two expires on 2027-01-01, in 0 days; mend the object, or ask for time again\n`,
  ],
  ['the day after', '2027-01-02', 1, `${folder}/web.yaml:3  replicas-two expired on 2027-01-01; remove it: pnpm waivers --remove\n`],
])('%s', (_, date, status, stdout) => {
  expect(on(date)).toMatchObject({ status, stdout })
})

test('--within looks further ahead', () => {
  expect(on('2026-12-18', '--within', '60').stdout.split('\n')).toHaveLength(3)
})

test('--remove takes away file and line, and nothing else', () => {
  const cwd = root()
  expect(run('waivers', ['--date', '2027-01-02', '--remove'], { cwd })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('; removed'),
  })
  expect(readFileSync(join(cwd, folder, 'kustomization.yaml'), 'utf8')).toBe(list.replace(/.*=web\.yaml\n/, ''))
  expect(['web.yaml', 'engram.yaml', 'forever.yaml'].map(file => existsSync(join(cwd, folder, file)))).toEqual([false, true, true])
})

test.each([
  [['--date', 'tomorrow'], /write a day/],
  [['--within', '-1'], /--within|ambiguous/],
  [['prod'], /takes flags alone/],
])('%j is bad usage', (args, stderr) => {
  expect(run('waivers', args, { cwd: root() })).toMatchObject({ status: 2, stderr: expect.stringMatching(stderr) })
})
