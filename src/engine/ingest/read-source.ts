import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import type { FileErrorCode } from '../../contract/errors.ts'
import { ReadRefusal } from './readers/reader.ts'

export type HashedBytes = { bytes: Uint8Array<ArrayBuffer>; contentHash: string }

const pieceBytes = 4 * 1_048_576

/**
 * All bytes of a regular file with their SHA-256, hashed while they are read. Throws FILE_NOT_FOUND, FILE_UNREADABLE,
 * FILE_NOT_REGULAR, FILE_TOO_LARGE, or FILE_CHANGED when the file is written to meanwhile.
 */
export async function readFileBytes(path: string, maximumBytes: number): Promise<HashedBytes> {
  try {
    // A pipe or a device is told apart before it is opened: opening one can wait for ever or have effects.
    if (!(await stat(path)).isFile()) throw new ReadRefusal('FILE_NOT_REGULAR', 'not a regular file')
    await using handle = await open(path, constants.O_RDONLY)
    return await readHandle(handle, maximumBytes)
  } catch (error) {
    if (error instanceof ReadRefusal) throw error
    throw refuseSystemError(error)
  }
}

async function readHandle(handle: FileHandle, maximumBytes: number): Promise<HashedBytes> {
  const before = await handle.stat()
  checkSize(before.size, maximumBytes)
  const bytes = new Uint8Array(before.size)
  const hash = createHash('sha256')
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, Math.min(pieceBytes, bytes.length - filled))
    if (bytesRead === 0) break
    hash.update(bytes.subarray(filled, filled + bytesRead))
    filled += bytesRead
  }
  const after = await handle.stat()
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

const systemCodes: Record<string, FileErrorCode> = {
  ENOENT: 'FILE_NOT_FOUND',
  ENOTDIR: 'FILE_NOT_FOUND',
  ENAMETOOLONG: 'FILE_NOT_FOUND',
  // A path with a NUL can name no file.
  ERR_INVALID_ARG_VALUE: 'FILE_NOT_FOUND',
  EISDIR: 'FILE_NOT_REGULAR',
  ERR_FS_FILE_TOO_LARGE: 'FILE_TOO_LARGE',
}

function refuseSystemError(error: unknown): ReadRefusal {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return new ReadRefusal(systemCodes[code] ?? 'FILE_UNREADABLE', code, { cause: error })
}
