import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import { BadReport } from './bad-report.ts'

/** Bits of a Unix mode: what kind of file an entry is. Zero when the archive doesn't say. */
const kind = (attributes: number): number => (attributes >>> 16) & 0o170000
const plainFile = 0o100000

/**
 * The bytes of the one file that an archive may hold. Throws a BadReport for anything else: another name, a second file, a link, an
 * encrypted entry, content above `limit` bytes or other than its header says. Nothing is written to disk.
 */
export const onlyFile = async (archive: Buffer, name: string, limit: number): Promise<Buffer> => {
  try {
    const zip = await fromBufferPromise(archive, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true })
    if (zip.entryCount !== 1) throw new BadReport(`the archive has ${zip.entryCount} entries, not one`)
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) throw new BadReport(`the archive holds another file than ${name}`)
      if (![0, plainFile].includes(kind(entry.externalFileAttributes))) throw new BadReport(`${name} in the archive is no plain file`)
      if (entry.isEncrypted()) throw new BadReport(`${name} in the archive is encrypted`)
      if (entry.uncompressedSize > limit) throw new BadReport(`${name} has ${entry.uncompressedSize} bytes, more than ${limit}`)
      // The stream ends in an error as soon as it gives more than the header says.
      return await buffer(await zip.openReadStreamPromise(entry))
    }
    throw new BadReport(`the archive holds no ${name}`)
  } catch (error) {
    if (error instanceof BadReport) throw error
    throw new BadReport(`what was uploaded is not an archive that can be read: ${(error as Error).message}`)
  }
}
