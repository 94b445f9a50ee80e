import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { ReadRefusal } from '../reader.ts'

/** A file or folder of an archive as its directory describes it. */
export type ArchiveEntry = {
  /** As it is written there: it may hold `..`, backslashes or a drive, so it is never a path to write to. */
  name: string
  kind: 'file' | 'folder' | 'link'
  /** Bytes in the archive. */
  packedSize: number
  /** Bytes that it says it unpacks to. */
  size: number
  encrypted: boolean
  /** Milliseconds since 1970; a zip keeps local time without its zone, so it is read as UTC. Null when it has none. */
  modifiedAt: number | null
  /** 0 stored, 8 deflated; others are refused when the entry is read. */
  method: number
  crc: number
  /** Where the entry's own header begins. */
  offset: number
}

const signatures = { entry: 0x02014b50, end: 0x06054b50, longEnd: 0x06064b50, longEndLocator: 0x07064b50 }
const endSize = 22
const longestComment = 65_535
const entrySize = 46
const unknown32 = 0xffff_ffff

/**
 * Lists a zip archive by its directory (PKWARE APPNOTE 4.3, with Zip64). Throws FILE_DAMAGED without a readable one, and
 * ARCHIVE_LIMIT beyond `maximumEntries` or when entries share bytes, which only archives made to fill a disk do.
 */
export function listArchive(bytes: Uint8Array, maximumEntries: number): ArchiveEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: ArchiveEntry[] = []
  try {
    const { start, end, count } = findDirectory(buffer)
    if (count > maximumEntries) throw new ReadRefusal('ARCHIVE_LIMIT', `over ${maximumEntries} entries`)
    for (let at = start; at < end; ) {
      if (buffer.readUInt32LE(at) !== signatures.entry) throw new RangeError('no entry where one should be')
      if (entries.length === maximumEntries) throw new ReadRefusal('ARCHIVE_LIMIT', `over ${maximumEntries} entries`)
      entries.push(readEntry(buffer, at))
      at += entrySize + buffer.readUInt16LE(at + 28) + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ReadRefusal('FILE_DAMAGED', 'the archive has no readable directory', { cause: error })
  }
  refuseSharedBytes(entries)
  return entries
}

type Directory = { start: number; end: number; count: number }

function findDirectory(buffer: Buffer): Directory {
  const end = findEnd(buffer)
  const count = buffer.readUInt16LE(end + 10)
  const size = buffer.readUInt32LE(end + 12)
  const start = buffer.readUInt32LE(end + 16)
  if (count === 0xffff || size === unknown32 || start === unknown32) return findLongDirectory(buffer, end)
  return inside(buffer, { start, end: start + size, count })
}

function findEnd(buffer: Buffer): number {
  const lowest = Math.max(0, buffer.length - endSize - longestComment)
  for (let at = buffer.length - endSize; at >= lowest; at--) {
    if (buffer.readUInt32LE(at) === signatures.end) return at
  }
  throw new RangeError('no end of a directory')
}

function findLongDirectory(buffer: Buffer, end: number): Directory {
  const locator = end - 20
  if (buffer.readUInt32LE(locator) !== signatures.longEndLocator) throw new RangeError('no locator')
  const long = toNumber(buffer.readBigUInt64LE(locator + 8))
  if (buffer.readUInt32LE(long) !== signatures.longEnd) throw new RangeError('no long end')
  const [count, size, start] = [32, 40, 48].map((at) => toNumber(buffer.readBigUInt64LE(long + at))) as [
    number,
    number,
    number,
  ]
  return inside(buffer, { start, end: start + size, count })
}

function inside(buffer: Buffer, directory: Directory): Directory {
  if (directory.end > buffer.length) throw new RangeError('the directory ends behind the file')
  return directory
}

function readEntry(buffer: Buffer, at: number): ArchiveEntry {
  const flags = buffer.readUInt16LE(at + 8)
  const method = buffer.readUInt16LE(at + 10)
  const nameEnd = at + entrySize + buffer.readUInt16LE(at + 28)
  const extra = buffer.subarray(nameEnd, nameEnd + buffer.readUInt16LE(at + 30))
  const name = decodeName(buffer.subarray(at + entrySize, nameEnd))
  const fields = { size: 24, packedSize: 20, offset: 42 }
  const sizes = readSizes(extra, {
    size: buffer.readUInt32LE(at + fields.size),
    packedSize: buffer.readUInt32LE(at + fields.packedSize),
    offset: buffer.readUInt32LE(at + fields.offset),
  })
  if (sizes.offset + 30 + sizes.packedSize > buffer.length) throw new RangeError('an entry ends behind the file')
  return {
    name,
    kind: kindOf(name, { madeBy: buffer.readUInt16LE(at + 4), attributes: buffer.readUInt32LE(at + 38) }),
    ...sizes,
    encrypted: (flags & 1) === 1 || method === 99,
    modifiedAt: readTime(buffer.readUInt16LE(at + 14), buffer.readUInt16LE(at + 12)),
    method,
    crc: buffer.readUInt32LE(at + 16),
  }
}

type Sizes = Pick<ArchiveEntry, 'size' | 'packedSize' | 'offset'>

/** Values that do not fit into 32 bits stand in the Zip64 field, in this order, only those that are needed. */
function readSizes(extra: Buffer, short: Sizes): Sizes {
  const sizes = { ...short }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let value = at + 4
    for (const key of ['size', 'packedSize', 'offset'] as const) {
      if (short[key] !== unknown32) continue
      sizes[key] = toNumber(extra.readBigUInt64LE(value))
      value += 8
    }
  }
  return sizes
}

/** Many writers forget to say that a name is UTF-8; what is not is of the first zip programs' code page. */
function decodeName(raw: Buffer): string {
  return isUtf8(raw) ? raw.toString('utf8') : iconv.decode(raw, 'cp437')
}

function kindOf(name: string, { madeBy, attributes }: { madeBy: number; attributes: number }): ArchiveEntry['kind'] {
  if (name.endsWith('/') || name.endsWith('\\')) return 'folder'
  const isUnix = madeBy >> 8 === 3
  return isUnix && ((attributes >>> 16) & 0xf000) === 0xa000 ? 'link' : 'file'
}

function readTime(date: number, time: number): number | null {
  const [month, day] = [(date >> 5) & 15, date & 31]
  if (month === 0 || day === 0) return null
  return Date.UTC(1980 + (date >> 9), month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2)
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('a size beyond any file')
  return Number(value)
}

function refuseSharedBytes(entries: readonly ArchiveEntry[]): void {
  let reached = 0
  for (const { offset, packedSize } of entries.toSorted((one, other) => one.offset - other.offset)) {
    if (offset < reached) throw new ReadRefusal('ARCHIVE_LIMIT', 'entries of the archive share bytes')
    reached = offset + 30 + packedSize
  }
}
