import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { deriveKey } from './data-key.ts'

/**
 * Files at rest: AES-256-GCM in chunks, so that neither side holds a whole file, after the STREAM construction (Hoang,
 * Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption, 2015).
 *
 *     magic (8 bytes) · salt (16) · chunks of 64 KiB, each with a tag of 16
 *
 * Each file has its own key, derived from its salt, so a chunk's nonce is its number and whether it is the last. A
 * chunk that was changed, moved, left out or brought from another file does not open, and a file without its last chunk
 * is incomplete.
 */
const magic = Buffer.from('DIWANSF1')
const saltBytes = 16
const chunkBytes = 65_536
const tagBytes = 16

/** The file is not what was written with this key. `chunk` is where that showed, -1 in the header. */
export class SealedFileError extends Error {
  readonly code = 'SEALED_FILE_DAMAGED'
  readonly chunk: number
  constructor(chunk: number, options?: ErrorOptions) {
    super(`a sealed file does not open at chunk ${chunk}`, options)
    this.name = 'SealedFileError'
    this.chunk = chunk
  }
}

function nonceOf(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(chunk, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

function fileKey(key: Uint8Array, salt: Buffer): Buffer {
  return deriveKey(key, `sealed-file/${salt.toString('hex')}`)
}

/**
 * Writes a new file at `path`, which must not exist, and makes sure that it is on the disk. The caller removes what is
 * there when this throws.
 */
export async function writeSealedFile(options: {
  path: string
  key: Uint8Array
  source: AsyncIterable<Uint8Array>
}): Promise<void> {
  await using handle = await open(options.path, 'wx', 0o600)
  const salt = randomBytes(saltBytes)
  const key = fileKey(options.key, salt)
  await writeAll(handle, Buffer.concat([magic, salt]))
  let number = 0
  const seal = async (chunk: Buffer, last: boolean): Promise<void> => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++, last))
    await writeAll(handle, Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]))
  }
  // The newest full chunk is held back until it is known whether another follows: only the last one may say it is last.
  let held: Buffer | null = null
  for await (const chunk of inChunks(options.source)) {
    if (held !== null) await seal(held, false)
    held = chunk
  }
  await seal(held ?? Buffer.alloc(0), true)
  await handle.sync()
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0
  while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten
}

async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let buffer = Buffer.alloc(chunkBytes)
  let filled = 0
  for await (const piece of source) {
    for (let taken = 0; taken < piece.length; ) {
      const part = piece.subarray(taken, taken + chunkBytes - filled)
      buffer.set(part, filled)
      filled += part.length
      taken += part.length
      if (filled < chunkBytes) continue
      yield buffer
      buffer = Buffer.alloc(chunkBytes)
      filled = 0
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled)
}

/** Number of bytes that a sealed file of this size on disk holds. */
export function plainSize(sealedSize: number): number {
  const body = sealedSize - magic.length - saltBytes
  return Math.max(0, body - Math.ceil(body / (chunkBytes + tagBytes)) * tagBytes)
}

/**
 * The content, a chunk at a time, each checked before it is handed out. What came before a throw is authentic but may
 * not be all. Throws SealedFileError, or the system's error when the file can't be opened.
 */
export async function* readSealedFile(path: string, key: Uint8Array): AsyncGenerator<Buffer> {
  await using handle = await open(path, 'r')
  const header = await readUpTo(handle, magic.length + saltBytes)
  if (header.length < magic.length + saltBytes || !header.subarray(0, magic.length).equals(magic)) {
    throw new SealedFileError(-1)
  }
  const ownKey = fileKey(key, header.subarray(magic.length))
  let sealed = await readUpTo(handle, chunkBytes + tagBytes)
  for (let number = 0; ; number++) {
    const next = await readUpTo(handle, chunkBytes + tagBytes)
    const last = next.length === 0
    const chunk = openChunk(sealed, { key: ownKey, number, last })
    if (chunk.length > 0) yield chunk
    if (last) return
    sealed = next
  }
}

function openChunk(sealed: Buffer, at: { key: Buffer; number: number; last: boolean }): Buffer {
  if (sealed.length < tagBytes) throw new SealedFileError(at.number)
  const decipher = createDecipheriv('aes-256-gcm', at.key, nonceOf(at.number, at.last))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
  } catch (error) {
    throw new SealedFileError(at.number, { cause: error })
  }
}

/** Fewer bytes than asked for only at the end of the file. */
async function readUpTo(handle: FileHandle, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
