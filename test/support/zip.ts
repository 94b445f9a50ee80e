import { crc32, deflateRawSync } from 'node:zlib'

export type ZipEntry = {
  /** Bytes for a name that is not UTF-8. */
  name: string | Uint8Array
  data: Uint8Array | string
  /** What the directory says the entry unpacks to, when that is to be a lie. */
  declaredSize?: number
  /** A check sum that is not the data's. */
  damaged?: boolean
  encrypted?: boolean
  /** A symbolic link, as Unix programs write it. */
  link?: boolean
}

/** A zip archive by hand (PKZIP APPNOTE 4.3), so that tests do not trust the library under test. */
export function zip(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const data = Buffer.from(entry.data)
    const packed = deflateRawSync(data)
    const size = entry.declaredSize ?? data.length
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(entry.encrypted ? 1 : 0, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(entry.damaged ? `${data}?` : data), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, packed])
    const rest = Buffer.alloc(14)
    if (entry.link) rest.writeUInt32LE(0xa1ff0000, 6)
    rest.writeUInt32LE(offset, 10)
    const madeBy = entry.link ? 'PK\x01\x02\x14\x03' : 'PK\x01\x02\x14\x00'
    directory.push(Buffer.concat([Buffer.from(madeBy, 'latin1'), fields, rest, name]))
    locals.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...locals, list, end]))
}
