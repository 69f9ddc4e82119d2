import { expect, test } from 'vitest'
import { onlyFile } from '../../scripts/lib/github/archive.ts'
import { BadReport } from '../../scripts/lib/github/bad-report.ts'
import { type Entry, zip } from './zip.ts'

const name = 'report.json'
const content = Buffer.from('{"schema":"diff/v1"}')
const read = (archive: Buffer): Promise<Buffer> => onlyFile(archive, name, 10_000)

test('the one file of an archive', async () => {
  expect(await read(zip({ name, content }))).toEqual(content)
})

const entry = (lies: Partial<Entry>): Buffer => zip({ name, content, ...lies })
const bomb = Buffer.alloc(20_000_000)

test.each([
  ['no archive', Buffer.from('PK'), /not an archive/],
  ['an empty archive', zip(), /0 entries/],
  ['two files', zip({ name, content }, { name: 'more', content }), /2 entries/],
  ['another name', entry({ name: 'x.json' }), /another file/],
  ['a way out', entry({ name: '../report.json' }), /not an archive that can be read: .*relative path/],
  ['an absolute path', entry({ name: '/report.json' }), /absolute path/],
  ['a link', entry({ mode: 0o120777 }), /no plain file/],
  ['a device', entry({ mode: 0o020666 }), /no plain file/],
  ['an encrypted file', entry({ flags: 1 }), /encrypted/],
  ['a bomb that says its size', entry({ content: bomb }), /more than 10000/],
  ['a bomb that says it is small', entry({ content: bomb, claimedSize: 20 }), /too many bytes/],
  ['a size of four gigabytes', entry({ claimedSize: 0xfffffffe }), /more than 10000/],
  ['a file cut short', entry({ claimedSize: 5000 }), /not enough bytes/],
  ['a broken file', zip({ name, content }).fill(0xff, 41, 50), /not an archive that can be read/],
])('%s is refused', async (_, archive, expected) => {
  const error = await read(archive).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(BadReport)
  expect((error as Error).message).toMatch(expected)
})
