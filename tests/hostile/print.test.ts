import { expect, test } from 'vitest'
import { visit } from '../door.ts'
import { commitAll, tree, unit } from '../helpers.ts'

/** What must never reach a terminal or log from a repository: escapes, text direction, runner commands, forged lines. */
const harmful = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|^\s*::|##\[|^forged/m

const nasty = [
  '\u001b[31mred',
  '\u202eesrever',
  'a\n::add-mask::b',
  'a\nforged:1:1  OK',
  '##[group]b',
  'a\u2028::error::b',
  'a\rb',
  '\u0085::debug::b',
]
const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
const inUnit = (name: string, rest: string, file = ''): Record<string, string> => ({
  [`overlays/dev/${name}/kustomization.yaml`]: `${head}${rest}`,
  [`overlays/dev/${name}/a.yaml`]: file,
})

/** A tree in which a text stands wherever the text of a repository comes into a message: names, paths, keys, values, content. */
const everywhere = (text: string): Record<string, string> => {
  const value = JSON.stringify(text)
  return {
    ...unit(`overlays/dev/${text}`),
    ...unit(`overlays/${text}/web`),
    ...unit('overlays/dev/drift', `a: ${value}`),
    'tests/golden/dev/drift.yaml': `a\n${text}\n`,
    [`tests/golden/dev/${text}-old.yaml`]: '',
    [`base/${text}/x`]: '',
    ...inUnit('base', `resources: [${JSON.stringify(`../../../base/${text}`)}]\n`),
    ...inUnit('path', `resources: [${value}]\n`),
    ...inUnit('field', `${value}: x\n`),
    ...inUnit('type', `resources: {${value}: ${value}}\n`),
    ...inUnit('key', `configMapGenerator: [{${value}: 1, ${value}: 2}]\n`),
    ...inUnit('syntax', `resources: [*${text}]\n`),
    ...inUnit('label', `commonLabels: {${value}: ${value}}\nresources: [a.yaml]\n`, 'a: b\n'),
    ...inUnit('plugin', 'generators: [a.yaml]\n', `apiVersion: v1\nkind: ${value}\nmetadata: {name: x}\n`),
    ...inUnit('inline', `patches: [{patch: ${value}}]\nresources: [a.yaml]\n`, 'apiVersion: v1\nkind: A\nmetadata: {name: x}\n'),
    ...inUnit('patch', `patches: [{target: {kind: ${value}}, path: a.yaml}]\n`, `- op: ${value}\n  path: ${value}\n`),
    ...inUnit('kind', 'resources: [a.yaml]\n', `apiVersion: v1\nkind: ${value}\nmetadata:\n  name: ${value}\n`),
    ...inUnit('schema', 'resources: [a.yaml]\n', `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n${value}: ${value}\n`),
    ...inUnit('text', 'resources: [a.yaml]\n', `${text}\n`),
  }
}

test.each(nasty)('%j can neither forge a line nor steer a terminal or runner, wherever it stands', async text => {
  const root = tree(everywhere(text))
  const inText = await visit(root)
  const inJson = await visit(root, ['--json'])
  const inCommit = await visit(root, ['--at', commitAll(root)])
  const units = new Set(JSON.parse(inJson.stdout).findings.map(({ unit }: { unit: string }) => unit))
  expect(units.size).toBe(17)
  for (const run of [inText, inJson, inCommit]) {
    expect(run.stdout + run.stderr).not.toMatch(harmful)
    expect(run.status).toBe(2)
  }
})

test('what a message tells to type can be pasted, whatever the unit is called', async () => {
  const names = ['$(touch sentinel)', "it's", 'a b', 'a;b', '-rf', 'ünïcode', 'a*']
  const root = tree(Object.assign({}, ...names.map(name => unit(`overlays/dev/${name}`))))
  const { stdout } = await visit(root)
  const typed = stdout.split('\n').flatMap(line => line.match(/accept the render with: (.*)$/)?.[1] ?? [])
  expect(typed.sort()).toEqual(
    [
      `pnpm render 'dev/$(touch sentinel)' --update`,
      `pnpm render 'dev/a*' --update`,
      `pnpm render dev/-rf --update`,
      `pnpm render 'dev/a b' --update`,
      `pnpm render 'dev/a;b' --update`,
      `pnpm render 'dev/it'\\''s' --update`,
      `pnpm render 'dev/ünïcode' --update`,
    ].sort(),
  )
})
