import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadJudges } from '../scripts/lib/check/judges.ts'
import { policiesDoc, policiesText } from '../scripts/lib/check/policies-doc.ts'
import { home } from '../scripts/lib/tools.ts'
import { yamlRules } from '../scripts/lib/yaml/rules.ts'
import { commitAll, run } from './helpers.ts'
import { app, check, environment, type Files, kustomization, shared, write } from './helpers-check.ts'

/** An object that no rule about clusters has anything to say of. */
const storageClass = (name: string, more = ''): Files => ({
  'storageclass.yaml': `apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: ${name}\n${more}provisioner: x\n`,
  'kustomization.yaml': kustomization('Kustomization', ['resources:', '  - storageclass.yaml']),
})
const configMap = (name: string, data = 'a: b'): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${data}\n`

/** Two units of dev and one of staging; nothing is wrong with them but what a test writes. */
const files: Files = {
  ...environment,
  'base/env/staging/kustomization.yaml': kustomization('Component', ['labels:', '  - pairs:', '      environment: staging']),
  ...app('cluster-one', storageClass('one')),
  ...app('cluster-two', storageClass('two')),
  'overlays/staging/cluster-one/kustomization.yaml': kustomization('Kustomization', [
    ...['resources:', '  - ../../../apps/cluster-one', 'components:', '  - ../../../base/env/staging'],
  ]),
}
const root = shared()
const accept = (): void => void run('render', ['--root', root, '--update'])
const codes = (...args: string[]): string[] => check(root, ...args).findings.map(({ code, at }) => `${at.file} ${code}`)

beforeAll(() => {
  write(root, files)
  accept()
})

describe('the command', () => {
  test('is silent about what is right', () => {
    const { status, stdout } = run('check', ['--root', root])
    expect(stdout).toMatch(/^3 units, 3 objects, \d+ rules, no errors, \d\.\d\d s\n$/)
    expect(status).toBe(0)
  })
  test('says once what is so in many units, with all of them', () => {
    write(root, app('cluster-one', storageClass('one', `  annotations:\n    a: ${'x'.repeat(2 ** 18)}\n`)))
    accept()
    const { status, stdout } = run('check', ['--root', root])
    expect(stdout).toMatch(
      /^apps\/cluster-one\/storageclass\.yaml:6:8 {2}ANNOTATION_SIZE {2}StorageClass\/one metadata\.annotations: .+\n {4}in dev\/cluster-one, staging\/cluster-one\n/,
    )
    expect(status).toBe(2)
    write(root, files)
    accept()
  })
  test('shows what was asked for, and judges the whole environment', () => {
    write(root, { ...app('cluster-two', storageClass('one')), 'apps/cluster-one/unlisted.yaml': configMap('x') })
    expect(codes('dev/cluster-two')).toEqual([
      'apps/cluster-two/storageclass.yaml OBJECT_TWICE',
      'tests/golden/dev/cluster-two.yaml GOLDEN_DRIFT',
    ])
    expect(codes('staging')).toEqual(['apps/cluster-one/unlisted.yaml FILE_UNLISTED'])
    expect(codes('cluster-one')).toEqual(['apps/cluster-one/unlisted.yaml FILE_UNLISTED'])
  })
  test('leaves the rules of our layout out of another', () =>
    expect(codes('--units', 'overlays/*/*')).not.toContain('apps/cluster-one/unlisted.yaml FILE_UNLISTED'))
  test('judges a commit, and leaves the working tree alone', () => {
    write(root, app('cluster-one', storageClass('one', '  labels: {a: no}\n')))
    commitAll(root)
    write(root, files)
    expect(codes('--at', 'HEAD')).toContain('apps/cluster-one/storageclass.yaml YAML_AMBIGUOUS')
    expect(codes()).not.toContain('apps/cluster-one/storageclass.yaml YAML_AMBIGUOUS')
  })
  test('tells a deleted file from a misspelt one', () => {
    const lists = (file: string): Files => ({
      'apps/cluster-one/kustomization.yaml': kustomization('Kustomization', ['resources:', `  - ${file}`]),
    })
    const said = (): string[] => check(root).findings.map(({ message }) => message)
    write(root, lists('storageclas.yaml'))
    expect(said()).toContain(
      'resources[0] "storageclas.yaml" does not exist (did you mean storageclass.yaml?); create it or delete the entry',
    )
    write(root, files)
    rmSync(join(root, 'apps/cluster-one/storageclass.yaml'))
    expect(said()).toContain('resources[0] "storageclass.yaml" was deleted and is still listed; create it or delete the entry')
    write(root, files)
  })
  test('the same, warm or not', () => {
    const [warm, cold] = [check(root), check(root, '--no-cache')]
    expect(warm.findings).toEqual(cold.findings)
  })
  test.each([
    [['--nonsense'], 'unknown flag --nonsense'],
    [['--date', '2026-02-30'], 'write a day as YYYY-MM-DD'],
    [['dev/cluster-onne'], 'did you mean'],
    [['--at', 'nowhere'], 'no such commit here'],
  ])('%s is bad usage', (args, said) => {
    const { status, stderr } = run('check', ['--root', root, ...args])
    expect(stderr).toContain(said)
    expect(status).toBe(2)
  })
  test('--json has a version', () => expect(JSON.parse(check(root).stdout)).toMatchObject({ schema: 'check/v1', tree: 'work', units: 3 }))
  test('--help', () => expect(run('check', ['--help']).stdout).toContain('pnpm check prod'))
})

describe('documents', () => {
  test(`${policiesDoc} is what the rules say`, async () =>
    expect(readFileSync(join(home, policiesDoc), 'utf8')).toBe(policiesText(await loadJudges(true))))
  test('docs/bad-input.md has a row for each rule of YAML', () => {
    const text = readFileSync(join(home, 'docs/bad-input.md'), 'utf8')
    expect(Object.keys(yamlRules).filter(code => !text.includes(`\`${code}\``))).toEqual([])
  })
})
