import { expect, test } from 'vitest'
import { fieldChanges } from '../../scripts/lib/diff/fields.ts'
import { changes } from './changes.ts'

const config = (key: string, text: string): object => ({ kind: 'ConfigMap', data: { [key]: text } })

test.each<[string, unknown, unknown, string[]]>([
  [
    'YAML by its structure',
    config('a.yaml', 'x: 1\ny: [1]\n'),
    config('a.yaml', 'y: [1]\nx: 2\n'),
    ['changed data["a.yaml"] (yaml) x 1 → 2'],
  ],
  ['JSON by its structure', config('a.json', '{"a":[1,2]}'), config('a.json', '{ "a": [1] }'), ['removed data["a.json"] (json) a[1] 2']],
  [
    'TOML by its structure',
    config('a.toml', '[s]\nport = 1\n'),
    config('a.toml', '[s]\nport = 2\n'),
    ['changed data["a.toml"] (toml) s.port 1 → 2'],
  ],
  [
    'a document without an ending',
    config('config', 'a: 1\nb: 2\n'),
    config('config', 'a: 1\nb: 3\n'),
    ['changed data.config (yaml) b 2 → 3'],
  ],
  ['comments alone', config('a.yaml', 'x: 1\n'), config('a.yaml', '# why\nx: 1\n'), ['formatted data["a.yaml"] (yaml)']],
  ['broken YAML is text', config('a.yaml', 'x: [\n'), config('a.yaml', 'x: 1\n'), ['changed data["a.yaml"] "x: [\\n" → "x: 1\\n"']],
  [
    'a script is text',
    config('run.sh', 'set -e\necho a: b\n'),
    config('run.sh', 'set -e\necho a: c\n'),
    ['changed data["run.sh"] "set -e\\necho a: b\\n" → "set -e\\necho a: c\\n"'],
  ],
])('%s', (_, old, next, expected) => {
  expect(changes(old, next)).toEqual(expected)
})

test('a document nested a thousand times is text, not a stack overflow', () => {
  const deep = (n: number): string => '['.repeat(n) + ']'.repeat(n)
  expect(fieldChanges(config('a.json', deep(20_000)), config('a.json', deep(20_001)))).toHaveLength(1)
})
