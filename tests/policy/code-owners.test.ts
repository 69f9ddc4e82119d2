import { expect, test } from 'vitest'
import { ownersOf } from '../../scripts/lib/policy/code-owners.ts'
import { violationsOf } from '../../scripts/lib/policy/message.ts'

const owners = `# a comment
*                      @all
/overlays/prod/        @release   # and why
/overlays/*/policies/  @security @second
docs/                  @writers
*.go                   @gophers
/apps/**/secret.yaml   @keepers
/nobody/
`

test.each<[path: string, owners: string[]]>([
  ['README.md', ['@all']],
  ['overlays/prod/a/b.yaml', ['@release']],
  ['overlays/prod/policies/waivers/a.yaml', ['@security', '@second']],
  ['overlays/dev/deep/policies/a.yaml', ['@all']],
  ['a/docs/b.md', ['@writers']],
  ['tools/a.go', ['@gophers']],
  ['apps/a/b/secret.yaml', ['@keepers']],
  ['nobody/a', []],
])('%s is owned by %j', (path, expected) => {
  expect(ownersOf(owners, path)).toEqual(expected)
})

test.each<[message: string, paths: unknown]>([
  ['spec.containers[0].image = a:latest: use b', [[['spec', 'containers', 0, 'image'], 'a:latest', 'use b']]],
  [
    'metadata.labels["a.b/c"] = unset; spec.x = 1,2: use: b',
    [
      [['metadata', 'labels', 'a.b/c'], 'unset', 'use: b'],
      [['spec', 'x'], '1,2', 'use: b'],
    ],
  ],
  ['failed expression: object.spec.x == 1', undefined],
  ['no fields at all', undefined],
])('%s', (message, expected) => {
  expect(violationsOf(message)?.map(({ path, value, fix }) => [path, value, fix])).toEqual(expected)
})
