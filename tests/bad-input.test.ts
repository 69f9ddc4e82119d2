import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { home } from '../scripts/lib/tools.ts'
import { yamlRules } from '../scripts/lib/yaml/rules.ts'
import { app, type Checked, check, environment, type Files, fixture, saidOf, shared, write } from './helpers-check.ts'

const configMap = (name: string, rest: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${rest}`
const data = (name: string, line: string): string => configMap(name, `data:\n  ${line}\n`)
const at = (line: number, col: number, code: string, file = 'configmap.yaml'): string => `${file}:${line}:${col} ${code}`

/** A folder in tests/fixtures/bad-input, and what is said of its files. */
const folders: [string, string[]][] = [
  ['alias-bomb', [at(8, 9, 'LIMIT_ALIASES')]],
  ['alias-loop', [at(6, 8, 'LIMIT_ALIASES')]],
  ['bad-quantity', [at(20, 23, 'QUANTITY_INVALID', 'deployment.yaml')]],
  ['binary', [at(6, 10, 'YAML_AMBIGUOUS')]],
  ['boolean-key', [at(6, 3, 'YAML_AMBIGUOUS')]],
  ['boolean-value', [at(6, 11, 'YAML_AMBIGUOUS')]],
  ['conflict', [at(6, 1, 'TEXT_CONFLICT')]],
  ['date', [at(6, 8, 'YAML_AMBIGUOUS')]],
  ['duplicate-field', [at(9, 1, 'KEY_DUPLICATE', 'kustomization.yaml')]],
  ['duplicate-key', [at(8, 3, 'KEY_DUPLICATE')]],
  ['empty-file', [at(1, 1, 'YAML_EMPTY')]],
  [
    'env-file',
    [
      ...[at(3, 1, 'ENV_FILE', 'config.env'), at(4, 8, 'ENV_FILE', 'config.env'), at(5, 3, 'ENV_FILE', 'config.env')],
      ...[at(6, 7, 'ENV_FILE', 'config.env'), at(7, 1, 'ENV_FILE', 'config.env'), at(8, 1, 'ENV_FILE', 'config.env')],
    ],
  ],
  ['equals', [at(6, 13, 'YAML_AMBIGUOUS')]],
  ['exponent', [at(6, 10, 'YAML_AMBIGUOUS')]],
  ['folded', [at(6, 6, 'YAML_FOLDED')]],
  ['in-flow', [at(3, 39, 'YAML_AMBIGUOUS')]],
  ['kindless', [at(1, 1, 'YAML_NAMELESS')]],
  ['large-integer', [at(6, 7, 'YAML_INTEGER')]],
  ['leading-zero', [at(6, 9, 'YAML_AMBIGUOUS')]],
  ['limit-below-request', [at(22, 23, 'QUANTITY_ORDER', 'deployment.yaml')]],
  ['list-document', [at(1, 1, 'YAML_DOCUMENT')]],
  ['list-duplicate', [at(12, 17, 'LIST_DUPLICATE', 'pod.yaml')]],
  ['map-as-key', [at(6, 5, 'YAML_SYNTAX')]],
  ['merge-key', [at(8, 5, 'YAML_MERGE')]],
  ['missing-separator', [at(7, 1, 'YAML_SEPARATOR')]],
  ['nameless', [at(1, 1, 'YAML_NAMELESS')]],
  ['negative-replicas', [at(6, 13, 'REPLICAS_NEGATIVE', 'deployment.yaml')]],
  ['octal', [at(6, 9, 'YAML_AMBIGUOUS')]],
  ['octal-new', [at(6, 9, 'YAML_AMBIGUOUS')]],
  ['scalar-document', [at(8, 1, 'YAML_DOCUMENT')]],
  ['sexagesimal', [at(6, 9, 'YAML_AMBIGUOUS')]],
  ['tab', [at(6, 1, 'YAML_TAB')]],
  ['tag', [at(6, 11, 'YAML_TAG')]],
  ['tag-function', [at(6, 20, 'YAML_TAG')]],
  ['template-line', [at(7, 1, 'YAML_TEMPLATE')]],
  ['template-text', [at(6, 9, 'YAML_TEMPLATE', 'service.yaml')]],
  ['template-value', [at(6, 6, 'YAML_TEMPLATE')]],
  ['tiny-memory', [at(20, 23, 'QUANTITY_INVALID', 'deployment.yaml')]],
  ['trailing-blanks', [at(7, 11, 'TEXT_TRAILING')]],
  ['unclosed', [at(4, 1, 'YAML_SYNTAX')]],
  ['underscore', [at(6, 10, 'YAML_AMBIGUOUS')]],
  ['unknown-anchor', [at(6, 6, 'YAML_ANCHOR')]],
]

const bytes = (...parts: (string | number[])[]): Buffer => Buffer.concat(parts.map(part => Buffer.from(part as string)))
const before = configMap('bytes', 'data:\n')

/** What an editor or Git would not keep as it is: bytes, sizes and names, written by the test. */
const written: [string, Files, string[]][] = [
  ['byte-order-mark', { 'configmap.yaml': bytes([0xef, 0xbb, 0xbf], before, '  a: b\n') }, [at(1, 1, 'TEXT_ENCODING')]],
  ['utf-16', { 'configmap.yaml': Buffer.from(`\ufeff${before}  a: b\n`, 'utf16le') }, [at(1, 1, 'TEXT_ENCODING')]],
  ['utf-16-no-mark', { 'configmap.yaml': Buffer.from(`${before}  a: b\n`, 'utf16le') }, [at(1, 1, 'TEXT_ENCODING')]],
  ['latin-1', { 'configmap.yaml': bytes(before, '  a: caf', [0xe9], '\n') }, [at(6, 9, 'TEXT_ENCODING')]],
  ['nul', { 'configmap.yaml': bytes(before, '  a: b', [0], 'c\n') }, [at(6, 7, 'TEXT_CONTROL')]],
  ['escape', { 'configmap.yaml': bytes(before, '  a: "\x1b[2J"\n') }, [at(6, 7, 'TEXT_CONTROL')]],
  ['text-direction', { 'configmap.yaml': bytes(before, '  a: "x\u202ey"\n') }, [at(6, 8, 'TEXT_CONTROL')]],
  ['carriage-returns', { 'configmap.yaml': data('carriage-returns', 'a: b').replaceAll('\n', '\r\n') }, [at(1, 15, 'TEXT_CRLF')]],
  ['deep-flow', { 'configmap.yaml': `${before}  a: ${'['.repeat(20_000)}\n` }, [at(6, 104, 'LIMIT_DEPTH')]],
  ['deep-list', { 'configmap.yaml': `${'- '.repeat(20_000)}a\n` }, [at(1, 201, 'LIMIT_DEPTH')]],
  ['deep-map', { 'configmap.yaml': Array.from({ length: 900 }, (_, i) => `${' '.repeat(i)}a:`).join('\n') }, [at(101, 101, 'LIMIT_DEPTH')]],
  ['large-object', { 'configmap.yaml': configMap('large-object', `data:\n  a: ${'x'.repeat(2 ** 20)}\n`) }, [at(1, 1, 'OBJECT_SIZE')]],
  [
    'large-annotation',
    { 'configmap.yaml': configMap('large', `  annotations:\n    a: ${'x'.repeat(2 ** 18)}\n`) },
    [at(6, 8, 'ANNOTATION_SIZE')],
  ],
  ['case-of-name', { 'configmap.yaml': data('case', 'a: b'), 'README.md': '', 'readme.md': '' }, ['readme.md NAME_CASE']],
  ['command-in-name', { 'configmap.yaml': data('name', 'a: b'), 'x::error::y.md': '' }, ['x::error::y.md NAME_CONTROL']],
]

/** Other spellings of the same values that are fine. */
const fine: [string, string][] = [
  ['quoted', 'a: "no"'],
  ['true', 'a: "true"'],
  ['version', 'a: 0.1.0'],
  ['word', 'a: nothing'],
  ['template-for-an-operator', 'a: "{{ $labels.pod }}"'],
  ['block', 'a: |\n    on: off\n    {{ .Values.x }}\n    0444'],
  ['anchor-once', 'a: &x b\n  c: *x'],
]

const root = shared()
let checked: Checked
beforeAll(() => {
  const cases = [
    ...folders.map(([name]) => app(name, fixture('bad-input', name))),
    ...written.map(([name, files]) => app(name, files)),
    ...fine.map(([name, line]) => app(`fine-${name}`, { 'configmap.yaml': data(`fine-${name}`, line) })),
  ]
  checked = check(write(root, Object.assign({}, environment, ...cases)))
})

describe('bad input is found in its line', () => {
  test('every fixture is in the table', () =>
    expect(readdirSync(join(home, 'tests/fixtures/bad-input')).sort()).toEqual(folders.map(([name]) => name).sort()))
  test.each(folders)('%s', (name, expected) => expect(saidOf(checked.findings, `apps/${name}/`, yamlRules)).toEqual(expected))
  test.each(written.map(([name, , expected]): [string, string[]] => [name, expected]))('%s', (name, expected) =>
    expect(saidOf(checked.findings, `apps/${name}/`, yamlRules)).toEqual(expected),
  )
  test.each(fine)('nothing is said of %s', name => expect(saidOf(checked.findings, `apps/fine-${name}/`, yamlRules)).toEqual([]))
  test('it is bad input, and nobody sees a stack', () => {
    expect(checked.status).toBe(2)
    expect(checked.stderr).toBe('')
  })
})
