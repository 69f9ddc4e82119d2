import { expect, test } from 'vitest'
import { visit } from '../door.ts'
import { commitAll, tree, unit } from '../helpers.ts'

const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n'
const many = (n: number, one: (i: number) => string): string => Array.from({ length: n }, (_, i) => one(i)).join('')
const flow = (n: number): string => `${'['.repeat(n)}${']'.repeat(n)}`
const flowMaps = (n: number): string => `${'{a: '.repeat(n)}b${'}'.repeat(n)}`
// Block nesting costs a space a level and so the square of the levels; 2,500 levels are 3 MB, below the limit on a file.
const block = (n: number): string => many(n, i => `\n${' '.repeat(i + 4)}a:`)
const compact = (n: number): string => `\n    ${'- '.repeat(n)}b`
const bomb = (levels: number): string =>
  `  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${many(levels, i => `  a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]\n`)}`

const resource = (file: string): Record<string, string> => ({ 'kustomization.yaml': `${head}resources: [a.yaml]\n`, 'a.yaml': file })
const object = (i: number): string => `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${i}}\n`

/** Input beyond a limit: the unit's files and what is said about it. */
const cases: Record<string, [Record<string, string>, RegExp]> = {
  'a resource of 30 MB': [resource(`${map}  a: ${'x'.repeat(30e6)}\n`), /a\.yaml {2}LIMIT_FILE .*28\.61 MiB, the limit is 4 MiB/],
  'a kustomization of 30 MB': [{ 'kustomization.yaml': `${head}#${'x'.repeat(30e6)}\n` }, /LIMIT_FILE .*28\.61 MiB, the limit is 4 MiB/],
  'a generator file of 30 MB': [
    { 'kustomization.yaml': `${head}configMapGenerator: [{name: x, files: [a.txt]}]\n`, 'a.txt': 'x'.repeat(30e6) },
    /a\.txt {2}LIMIT_FILE .*28\.61 MiB/,
  ],
  'one byte above 4 MiB': [resource(`${map}  a: b\n`.padEnd(2 ** 22 + 1, '\n')), /LIMIT_FILE .*the limit is 4 MiB/],
  '100,000 objects': [
    {
      'kustomization.yaml': `${head}resources:\n${many(4, i => `  - ${i}.yaml\n`)}`,
      ...Object.fromEntries([0, 1, 2, 3].map(f => [`${f}.yaml`, many(25_000, i => object(f * 25_000 + i))])),
    },
    /LIMIT_OBJECTS .* 100000 objects, the limit is 10000/,
  ],
  'nesting of 20,000, flow lists': [resource(`${map}  a: ${flow(20_000)}\n`), /a\.yaml(:6:\d+)? {2}LIMIT_DEPTH .*the limit is 100/],
  'nesting of 20,000, flow maps': [resource(`${map}  a: ${flowMaps(20_000)}\n`), /LIMIT_DEPTH .*the limit is 100/],
  'nesting of 20,000, lists in a line': [resource(`${map}  a:${compact(20_000)}\n`), /LIMIT_DEPTH .*the limit is 100/],
  'nesting of 2,500, block': [resource(`${map}  a:${block(2500)} b\n`), /a\.yaml:\d+:\d+ {2}LIMIT_DEPTH .*the limit is 100/],
  'nesting of 101': [resource(`${map}  a: ${flow(99)}\n`), /a\.yaml:6:\d+ {2}LIMIT_DEPTH .*the limit is 100/],
  'nesting of 20,000 in a kustomization': [
    { 'kustomization.yaml': `${head}resources: ${flow(20_000)}\n` },
    /LIMIT_DEPTH .*the limit is 100/,
  ],
  'nesting of 20,000 in a patch': [
    {
      ...resource(`${map}  a: b\n`),
      'kustomization.yaml': `${head}resources: [a.yaml]\npatches: [{path: p.yaml}]\n`,
      'p.yaml': `${map}  a: ${flow(20_000)}\n`,
    },
    /p\.yaml(:6:\d+)? {2}LIMIT_DEPTH/,
  ],
  'nesting of 20,000 in an inline patch': [
    { ...resource(`${map}  a: b\n`), 'kustomization.yaml': `${head}resources: [a.yaml]\npatches:\n  - patch: '${flow(20_000)}'\n` },
    /kustomization\.yaml:5:12 {2}LIMIT_DEPTH/,
  ],
  'an alias bomb': [resource(`${map}${bomb(9)}`), /a\.yaml:1:1 {2}LIMIT_ALIASES .*the limit is 100000/],
  'an alias bomb in a kustomization': [{ 'kustomization.yaml': `${head}x:\n${bomb(9)}` }, /LIMIT_ALIASES .*the limit is 100000/],
  'an alias inside its own anchor': [resource(`${map}  a: &a [*a]\n`), /(LIMIT_ALIASES|YAML_SYNTAX|BUILD_FAILED) /],
}

const files = Object.fromEntries(
  Object.values(cases).flatMap(([files], i) => Object.entries(files).map(([path, text]) => [`overlays/dev/u${i}/${path}`, text])),
)

test('input beyond a limit is told with its unit and the limit, and the others are rendered', async () => {
  const root = tree({ ...files, ...unit('overlays/dev/good') })
  for (const at of [[], ['--at', commitAll(root)]]) {
    const { status, stdout, stderr } = await visit(root, at)
    expect([status, stderr]).toEqual([2, ''])
    for (const [i, [name, [, message]]] of Object.entries(cases).entries()) {
      const line = stdout.split('\n').find(line => line.includes(`  dev/u${i}: `))
      expect(`${name}: ${line}`).toMatch(message)
    }
    expect(stdout).toMatch(/^dev\/good +1 /m)
  }
})

test('exactly at the limit is fine: 4 MiB, 100 levels', async () => {
  const root = tree(
    Object.fromEntries(
      [resource(`${map}  a: b\n`.padEnd(2 ** 22, '\n')), resource(`${map}  a: ${flow(98)}\n`)].flatMap((files, i) =>
        Object.entries(files).map(([path, text]) => [`overlays/dev/u${i}/${path}`, text]),
      ),
    ),
  )
  const { stdout } = await visit(root, ['--json'])
  expect(JSON.parse(stdout).units.map(({ objects }: { objects: number }) => objects)).toEqual([1, 1])
})

test('limits that are no limits', async () => {
  const { status, stdout } = await visit(tree(unit('overlays/dev/good')), [
    '--time-limit',
    '1e9',
    '--memory-limit',
    '1e30',
    '--engines',
    '1e9',
  ])
  expect([status, stdout]).toEqual([1, expect.stringMatching(/^dev\/good +1 /m)])
})
