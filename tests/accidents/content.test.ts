import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { visit } from '../door.ts'
import { commitAll, git, scratch, tree, unit } from '../helpers.ts'

const good = unit('overlays/dev/good')
const web = (file: string, text: string): Record<string, string> => ({ ...unit('overlays/dev/web'), [`overlays/dev/web/${file}`]: text })
const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
const map = good['overlays/dev/good/configmap.yaml'] as string

/** What people commit by accident: the tree, and the line that it gets. */
const broken: Record<string, [Record<string, string>, RegExp]> = {
  'a duplicate key': [
    web('kustomization.yaml', `${head}resources: [configmap.yaml]\nresources: []\n`),
    /web\/kustomization\.yaml:4:1 {2}KEY_DUPLICATE .*first at line 3/,
  ],
  'a duplicate key in a resource': [web('configmap.yaml', `${map}  a: c\n`), /web\/configmap\.yaml:7:3 {2}KEY_DUPLICATE /],
  'a tab': [web('configmap.yaml', map.replace('  a:', '\ta:')), /web\/configmap\.yaml:\d+.* {2}YAML_SYNTAX /],
  'conflict markers': [
    web('kustomization.yaml', `${head}<<<<<<< HEAD\nresources: [a.yaml]\n=======\n>>>>>>> b\n`),
    /kustomization\.yaml:\d+.* {2}YAML_SYNTAX /,
  ],
  'a template': [web('configmap.yaml', map.replace('b', '{{ .Values.x }}')), /dev\/web {2}BUILD_FAILED|configmap\.yaml.* {2}YAML_SYNTAX /],
  'an undefined alias': [web('configmap.yaml', map.replace('b', '*nope')), /configmap\.yaml.* {2}YAML_SYNTAX .*nope/],
  'an empty kustomization': [web('kustomization.yaml', ''), /web\/kustomization\.yaml:1:1 {2}KUSTOMIZATION_EMPTY /],
  'two kustomizations': [web('kustomization.yml', head), /KUSTOMIZATION_TWO .*kustomization\.yaml, kustomization\.yml/],
  'no kustomization': [{ 'overlays/dev/web/configmap.yaml': map }, /overlays\/dev\/web {2}KUSTOMIZATION_NONE /],
  'a kustomization that is a folder': [{ 'overlays/dev/web/kustomization.yaml/x': '' }, /overlays\/dev\/web {2}KUSTOMIZATION_NONE /],
  'an unknown field': [
    web('kustomization.yaml', `${head}resource: [configmap.yaml]\n`),
    /:3:1 {2}FIELD_UNKNOWN .*did you mean resources\?/,
  ],
  'a field of the wrong form': [web('kustomization.yaml', `${head}patches: a.yaml\n`), /:3:10 {2}FIELD_TYPE .*expected a list/],
  'a missing file': [
    web('kustomization.yaml', `${head}resources: [configmp.yaml]\n`),
    /:3:13 {2}PATH_MISSING .*did you mean configmap\.yaml\?/,
  ],
  'a cycle': [web('kustomization.yaml', `${head}resources: [../web]\n`), /dev\/web.* {2}BUILD_FAILED .*cycle/],
  'the same object twice': [web('configmap.yaml', `${map}---\n${map}`), /dev\/web.* {2}BUILD_FAILED .*already registered/],
  'text that is no YAML': [web('configmap.yaml', '\u0000\u0001\u0002'), /dev\/web.* {2}(YAML_SYNTAX|BUILD_FAILED) /],
  'no objects': [web('kustomization.yaml', `${head}namePrefix: a-\n`), /dev\/web.* {2}(UNIT_EMPTY|KUSTOMIZATION_EMPTY) /],
}

test.each(Object.keys(broken))('%s: told with its place, and the other unit is rendered', async name => {
  const [files, line] = broken[name] as [Record<string, string>, RegExp]
  const root = tree({ ...good, ...files })
  const run = await visit(root)
  expect(run.stdout).toMatch(line)
  expect(run.stdout).toMatch(/^dev\/good +1 /m)
  expect(run.status).toBe(name === 'no objects' ? 1 : 2)
  // --stdout keeps what can be rendered, and says on stderr what can't.
  const yaml = await visit(root, ['--stdout'])
  expect([yaml.status, yaml.stdout, yaml.stderr]).toEqual([
    run.status,
    expect.stringMatching(/^apiVersion: v1\n[\s\S]* name: good\n$/),
    expect.stringMatching(line),
  ])
})

test.each([
  ['CRLF line ends', (text: string) => text.replaceAll('\n', '\r\n')],
  ['a byte order mark', (text: string) => `\ufeff${text}`],
  ['no newline at the end', (text: string) => text.trimEnd()],
])('%s: what kustomize makes of it, in the working tree and a commit alike', async (_, change) => {
  const root = tree(Object.fromEntries(Object.entries(good).map(([path, text]) => [path, change(text)])))
  const work = await visit(root, ['--stdout'])
  const commit = await visit(root, ['--stdout', '--at', commitAll(root)])
  expect([work.status, work.stdout]).toEqual([0, 'apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  name: good\n'])
  expect(commit.stdout).toBe(work.stdout)
})

test('a checkout that converts line ends: the commit is read, with a warning', async () => {
  const root = tree({ ...good, '.gitattributes': '*.yaml text eol=crlf\n' })
  const { stdout } = await visit(root, ['--at', commitAll(root)])
  expect(stdout).toMatch(/warning {2}.*\.gitattributes sets eol=crlf, so a checkout differs/)
})

test('an empty repository', async () => {
  const root = scratch()
  for (const setUp of [() => undefined, () => commitAll(root)]) {
    setUp()
    expect((await visit(root)).stderr).toMatch(/^there are no units here: /)
  }
})

test('a unit that is a file is none; asked for by name, that is said', async () => {
  const root = tree({ ...good, 'overlays/dev/web': 'not a folder' })
  expect((await visit(root)).stdout).not.toContain('dev/web')
  expect((await visit(root, ['dev/web'])).stderr).toMatch(/no unit is called "dev\/web"/)
})

test.each(['the working tree', 'a commit'])('in %s, a unit that is a link or a submodule is never passed over', async where => {
  const root = tree({ ...good, 'elsewhere/kustomization.yaml': `${head}resources: [a.yaml]\n`, 'elsewhere/a.yaml': map })
  symlinkSync('../../elsewhere', join(root, 'overlays/dev/link'))
  symlinkSync('/etc', join(root, 'overlays/dev/outside'))
  symlinkSync('nowhere', join(root, 'overlays/dev/dangling'))
  git(root, 'init', '--quiet', '--initial-branch=main')
  const submodule = join(root, 'overlays/dev/submodule')
  mkdirSync(submodule)
  commitAll(submodule)
  const id = commitAll(root)
  const { stdout } = await visit(root, ['--json', ...(where === 'a commit' ? ['--at', id] : [])])
  const codes = JSON.parse(stdout).findings.map(({ unit, code }: { unit: string; code: string }) => `${unit} ${code}`)
  expect(codes.filter((text: string) => !text.includes('GOLDEN')).sort()).toEqual([
    'dev/dangling PATH_MISSING',
    'dev/outside SYMLINK_OUTSIDE',
    'dev/submodule PATH_SUBMODULE',
  ])
  expect(codes).toContain('dev/link GOLDEN_MISSING')
})
