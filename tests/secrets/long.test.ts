import { expect, test } from 'vitest'
import { secretsIn } from '../../scripts/lib/report/secrets-in.ts'
import { byForm } from '../../scripts/lib/secret/patterns.ts'

const megabyte = 2 ** 20

/** Pieces that, said again and again, lead a careless expression astray. */
const pieces = [
  'a',
  ' ',
  '\n',
  '-',
  '=',
  '"',
  "'",
  'a: ',
  'pass',
  '--token ',
  'ey',
  'ey.ey',
  'https://a:',
  '://:',
  `-----BEGIN ${'PRIVATE'} KEY-----`,
  'ghp_',
  '\n- a=',
  'data:\n',
  'secretGenerator:\n',
]

test('a word as long as the longest file is looked through', () => {
  for (const piece of ['a', ' ', '"'])
    for (const start of ['', 'kind: Secret\nstringData: {a: "'])
      expect(() => [...secretsIn(start + piece.repeat(4 * megabyte)), ...byForm(piece.repeat(4 * megabyte))].length).not.toThrow()
})

test.each(pieces)('a text of a megabyte of %j is looked through, and soon', piece => {
  for (const start of [
    '',
    'kind: Secret\ndata:\n  a: ',
    'kind: Secret\nstringData: {a: "',
    'secretGenerator:\n- literals:\n  - ',
    'password: ',
  ]) {
    const text = start + piece.repeat(megabyte / piece.length)
    const begun = process.cpuUsage()
    expect(() => [...secretsIn(text), ...byForm(text)].length).not.toThrow()
    expect(process.cpuUsage(begun).user / 1e6).toBeLessThan(5)
  }
})
