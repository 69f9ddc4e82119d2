import { expect, test } from 'vitest'
import { bodyBelow, cells } from './markdown.ts'

const page = ['# One', '', '## Two', '', 'a', '', '```sh', '# no heading', '```', '', '### Three', 'b', '## Four', 'c'].join('\n')

test.each([
  ['Two', '\na\n\n```sh\n# no heading\n```\n\n### Three\nb'],
  ['Three', 'b'],
  ['Four', 'c'],
  ['no heading', undefined],
  ['Five', undefined],
])('below "%s"', (heading, body) => expect(bodyBelow(page, heading)).toBe(body))

test('the cells of a table', () => {
  expect(cells('text | no table\n| a | b |\n|---|:--|\n| `1` |  |\n')).toEqual([
    ['a', 'b'],
    ['1', ''],
  ])
})
