import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of an archive, with the lies that a hostile one may tell. */
export type Entry = { name: string; content: Buffer; mode?: number; claimedSize?: number; flags?: number; claimedCrc?: number }

/** A ZIP archive, byte by byte, so that tests can make ones that no tool would. */
export const zip = (...entries: Entry[]): Buffer => {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let at = 0
  for (const { name, content, mode = 0o100644, claimedSize = content.length, flags = 0, claimedCrc = crc32(content) } of entries) {
    const data = deflateRawSync(content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(claimedCrc, 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(claimedSize, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(at, 10)
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([0x14, 3]), common, rest, Buffer.from(name)]))
    locals.push(local)
    at += local.length
  }
  const central = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, central, end])
}
