import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { readWithoutWaiting } from '../open-regular-file.ts'
import { leadsToOwnSync, type OwnFolder } from '../own-folder.ts'
import { ReadRefusal } from '../readers/reader.ts'
import { isSystemError, toFileError } from '../system-errors.ts'

export type HashedBytes = { bytes: Uint8Array<ArrayBuffer>; contentHash: string }

const pieceBytes = 4 * 1_048_576

/**
 * All bytes of a regular file with their SHA-256, hashed while they are read. Throws FILE_NOT_FOUND, FILE_UNREADABLE,
 * FILE_NOT_REGULAR, FILE_TOO_LARGE, or FILE_CHANGED when the file is written to meanwhile. What is in the data folder is FILE_UNREADABLE, without
 * being opened. Synchronous, because a worker has
 * nothing else to do and small files take half the time that way.
 */
export function readFileBytes(path: string, options: { maximumBytes: number; own: OwnFolder | null }): HashedBytes {
  const { maximumBytes, own } = options
  try {
    if (own !== null && leadsToOwnSync(path, own)) {
      throw new ReadRefusal('FILE_UNREADABLE', 'it belongs to the data folder')
    }
    // A pipe or a device is told apart before it is opened: opening one can wait for ever or have effects.
    if (!statSync(path).isFile()) throw new ReadRefusal('FILE_NOT_REGULAR', 'not a regular file')
    const descriptor = openSync(path, readWithoutWaiting)
    try {
      return readOpenFile(descriptor, maximumBytes)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new ReadRefusal(toFileError(error), error.code, { cause: error })
  }
}

function readOpenFile(descriptor: number, maximumBytes: number): HashedBytes {
  const before = fstatSync(descriptor)
  // Something else has taken its place since it was looked at.
  if (!before.isFile()) throw new ReadRefusal('FILE_NOT_REGULAR', 'not a regular file any more')
  checkSize(before.size, maximumBytes)
  const bytes = new Uint8Array(before.size)
  const hash = createHash('sha256')
  let filled = 0
  while (filled < bytes.length) {
    const bytesRead = readSync(descriptor, bytes, filled, Math.min(pieceBytes, bytes.length - filled), null)
    if (bytesRead === 0) break
    hash.update(bytes.subarray(filled, filled + bytesRead))
    filled += bytesRead
  }
  const after = fstatSync(descriptor)
  if (filled !== after.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw new ReadRefusal('FILE_CHANGED', 'the file was written to while it was read')
  }
  return { bytes, contentHash: hash.digest('hex') }
}

/** The same for bytes that are already here. */
export function hashBytes(bytes: Uint8Array<ArrayBuffer>, maximumBytes: number): HashedBytes {
  checkSize(bytes.length, maximumBytes)
  return { bytes, contentHash: createHash('sha256').update(bytes).digest('hex') }
}

function checkSize(size: number, maximumBytes: number): void {
  if (size > maximumBytes) throw new ReadRefusal('FILE_TOO_LARGE', `${size} bytes, the limit is ${maximumBytes}`)
}
