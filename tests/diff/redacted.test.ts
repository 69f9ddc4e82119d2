import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commitAll, tree } from '../helpers.ts'
import { diff, edit } from './shop.ts'

/** Each format writes some of these characters in another way: redacted after that, none of the values would be known again. */
const nasty = 'zq7<Xw9&a|b`c```d"e\'f\\g'
const lines = 'first <zq7Xw&8>\nsecond `zq7Xw|7`\n'
const number = 90817263
const secretParts = ['zq7', 'Xw9', 'Xw8', '&amp;8', 'Xw|7', 'Xw\\x7c7', String(number), Buffer.from(nasty).toString('base64')]

const secret = (value: string, pin: number): string =>
  `${JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, stringData: { value, lines: `${value}${lines}`, pin } })}\n`
const settings = (value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\ndata:\n  app.yaml: |\n    password: ${JSON.stringify(value)}\n    size: 1\n`
const files = (value: string, pin: number): Record<string, string> => ({
  'overlays/dev/a/kustomization.yaml': 'resources:\n  - secret.yaml\n  - settings.yaml\n',
  'overlays/dev/a/secret.yaml': secret(value, pin),
  'overlays/dev/a/settings.yaml': settings(`${value}${pin}`),
})

const formats = ['text', 'markdown', 'html', 'json']

test.each(formats)('%s, in a file: a value is a tag, however it would be written there', format => {
  const root = tree(files('old <zq7Xw9>', 11223344))
  commitAll(root)
  edit(root, files(nasty, number))
  const out = join(root, 'report')
  const { stdout, stderr } = diff(root, '--format', format, '--out', out)
  expect(stdout + stderr).toBe('')
  const text = readFileSync(out, 'utf8')
  expect(text).toMatch(/redacted [0-9a-f]{8}/)
  expect(secretParts.filter(part => text.includes(part))).toEqual([])
})

test.each(formats)('%s, to stdout: the same', format => {
  const root = tree(files('old <zq7Xw9>', 11223344))
  commitAll(root)
  edit(root, files(nasty, number))
  const { stdout } = diff(root, '--format', format)
  expect(stdout).toMatch(/redacted [0-9a-f]{8}/)
  expect(secretParts.filter(part => stdout.includes(part))).toEqual([])
})

test.each(['changed', 'units', 'ConfigMap'])('a secret called %s takes no report its form', word => {
  const root = tree(files('other', 11223344))
  commitAll(root)
  edit(root, files(word, number))
  const { stdout, status } = diff(root, '--json')
  expect(status).not.toBe(3)
  const report = JSON.parse(stdout)
  expect(report.units[0].objects.map(({ change }: { change: string }) => change)).toEqual(['changed', 'changed'])
  expect(diff(root, '--format', 'markdown').stderr).toBe('')
})

test.each([
  [['--format', 'pdf'], '--format pdf: write one of text, markdown, html, json'],
  [['--format', 'html', '--json'], '--names-only, --json and --format each name a form; choose one'],
  [['--out', '/dev/null'], '--out /dev/null: name a file'],
  [['--out', '/proc/none/x'], "can't write /proc/none/x: "],
  [['--skew', 'a..b', '--format', 'html'], '--skew prints text or json'],
])('%j is refused with a sentence', (args, sentence) => {
  const root = tree(files('a', 1))
  commitAll(root)
  const { status, stderr } = diff(root, ...args)
  expect([status, stderr]).toEqual([2, expect.stringContaining(sentence)])
})
