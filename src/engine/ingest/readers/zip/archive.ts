import { crc32, inflateRawSync } from 'node:zlib'
import { Inflate } from 'fflate'
import { ReadRefusal } from '../reader.ts'
import { type ArchiveEntry, listArchive } from './archive-directory.ts'
import { explode } from './explode.ts'
import { unshrink } from './unshrink.ts'

export type { ArchiveEntry } from './archive-directory.ts'

export type ArchiveLimits = {
  entries: number
  /** Bytes that all entries together say they unpack to. */
  totalBytes: number
  /** Unpacked to packed bytes; more than this, and above `harmlessBytes`, is made to fill a disk. */
  ratio: number
  harmlessBytes: number
}

/** Office XML packs 10 to 30 times. */
export const documentLimits: ArchiveLimits = {
  entries: 10_000,
  totalBytes: 2_000_000_000,
  ratio: 150,
  harmlessBytes: 10_000_000,
}

const localHeaderSize = 30
const pieceBytes = 65_536

/** Stored, shrunk and imploded by PKZIP 1, deflated. */
const knownMethods = new Set([0, 1, 6, 8])

/**
 * A zip archive whose directory was checked. Unpacking one entry gives at most what the directory says of it, so one that
 * lies is damaged and fills no memory. Every method that unpacks throws FILE_DAMAGED, FILE_ENCRYPTED or
 * FILE_TYPE_UNSUPPORTED (a way of packing that is not known).
 */
export class Archive {
  readonly entries: readonly ArchiveEntry[]
  readonly #bytes: Uint8Array
  readonly #byName = new Map<string, ArchiveEntry>()

  constructor(bytes: Uint8Array, entries: readonly ArchiveEntry[]) {
    this.#bytes = bytes
    this.entries = entries
    for (const entry of entries) {
      const key = keyOf(entry.name)
      if (!this.#byName.has(key)) this.#byName.set(key, entry)
    }
  }

  /** By its name, upper and lower case alike; the first of that name. */
  find(name: string): ArchiveEntry | undefined {
    return this.#byName.get(keyOf(name))
  }

  /** Unpacks an entry at once. */
  read(entry: ArchiveEntry): Uint8Array<ArrayBuffer> {
    const unpacked = this.#unpack(entry)
    checkUnpacked(entry, { length: unpacked.length, crc: crc32(unpacked) })
    return unpacked
  }

  #unpack(entry: ArchiveEntry): Uint8Array<ArrayBuffer> {
    const packed = this.#packed(entry)
    if (entry.method === 0) return packed.slice()
    if (entry.method === 8) return inflate(packed, entry.size)
    try {
      const flags = Buffer.from(
        this.#bytes.buffer,
        this.#bytes.byteOffset + entry.offset,
        localHeaderSize,
      ).readUInt16LE(6)
      return entry.method === 1 ? unshrink(packed, entry.size) : explode(packed, entry.size, flags)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw damaged(error)
    }
  }

  /** Unpacks an entry piece by piece, each valid until the next is asked for. */
  *stream(entry: ArchiveEntry): Generator<Uint8Array, void, undefined> {
    const packed = this.#packed(entry)
    let state = { length: 0, crc: 0 }
    for (const piece of entry.method === 8 ? inflatePieces(packed) : [this.#unpack(entry)]) {
      state = { length: state.length + piece.length, crc: crc32(piece, state.crc) }
      if (state.length > entry.size) break
      yield piece
    }
    checkUnpacked(entry, state)
  }

  #packed(entry: ArchiveEntry): Uint8Array {
    if (entry.encrypted) throw new ReadRefusal('FILE_ENCRYPTED', 'an entry of the archive has a password')
    if (!knownMethods.has(entry.method)) {
      throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', `an archive packed by method ${entry.method}`)
    }
    const header = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + entry.offset, localHeaderSize)
    const start = entry.offset + localHeaderSize + header.readUInt16LE(26) + header.readUInt16LE(28)
    const isHeader = header.readUInt32LE(0) === 0x04034b50
    if (!isHeader || start + entry.packedSize > this.#bytes.length) throw damaged()
    return this.#bytes.subarray(start, start + entry.packedSize)
  }
}

/** Opens a zip archive. Throws FILE_DAMAGED without a readable directory, ARCHIVE_LIMIT beyond the limits. */
export function openArchive(bytes: Uint8Array, limits: ArchiveLimits = documentLimits): Archive {
  const entries = listArchive(bytes, limits.entries)
  const total = entries.reduce((sum, entry) => sum + entry.size, 0)
  if (total > limits.totalBytes) throw new ReadRefusal('ARCHIVE_LIMIT', `unpacks to ${total} bytes`)
  if (total > limits.harmlessBytes && total > bytes.length * limits.ratio) {
    throw new ReadRefusal('ARCHIVE_LIMIT', `unpacks to ${Math.round(total / bytes.length)} times its size`)
  }
  return new Archive(bytes, entries)
}

function keyOf(name: string): string {
  return name.toLowerCase()
}

function inflate(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  try {
    const unpacked = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
    // Small results share a buffer with others, and a reader may give its bytes away.
    return unpacked.byteLength === unpacked.buffer.byteLength
      ? new Uint8Array(unpacked.buffer)
      : new Uint8Array(unpacked)
  } catch (error) {
    throw damaged(error)
  }
}

function* inflatePieces(packed: Uint8Array): Generator<Uint8Array, void, undefined> {
  let pieces: Uint8Array[] = []
  const inflater = new Inflate((piece) => pieces.push(piece))
  for (let at = 0; at < packed.length; at += pieceBytes) {
    try {
      inflater.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length)
    } catch (error) {
      throw damaged(error)
    }
    const ready = pieces
    pieces = []
    yield* ready
  }
}

function checkUnpacked(entry: ArchiveEntry, { length, crc }: { length: number; crc: number }): void {
  if (length !== entry.size || crc !== entry.crc) throw damaged()
}

function damaged(cause?: unknown): ReadRefusal {
  return new ReadRefusal('FILE_DAMAGED', 'a part of the archive cannot be unpacked', { cause })
}
