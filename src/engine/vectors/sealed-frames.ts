import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

/**
 * Files of an index at rest: AES-256-GCM in frames, after the STREAM construction, as the originals are kept (privacy/sealed-file.ts),
 * but with frames of 1 MiB, which a hundred megabytes open in a third of the time with.
 *
 *     magic (8 bytes) · salt (16) · frames of 1 MiB, each with a tag of 16
 *
 * Each file has a key of its own, derived from its salt; a frame's nonce is its number and whether it is the last.
 * A byte that was changed, a frame that was moved, left out or cut, or a file that ends early does not open.
 */
const magic = Buffer.from('DIWANVX1')
const frameBytes = 1_048_576
const tagBytes = 16
const headBytes = magic.length + 16

/** The file is not what was written with this key. */
export class SealedFramesError extends Error {
  override readonly name = 'SealedFramesError'
  readonly code = 'VECTOR_FILE_DAMAGED'
}

/** Writes everything that the source gives, and makes sure that it is on the disk. Gives the salt, in hexadecimal. */
export async function sealFrames(file: FileHandle, key: Uint8Array, source: AsyncIterable<Buffer>): Promise<string> {
  const salt = randomBytes(16)
  const fileKey = deriveFileKey(key, salt)
  await writeAll(file, Buffer.concat([magic, salt]))
  let number = 0
  async function seal(frame: Buffer, isLast: boolean): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(number++, isLast))
    await writeAll(file, Buffer.concat([cipher.update(frame), cipher.final(), cipher.getAuthTag()]))
  }
  // The newest frame is held back until it is known whether another follows: only the last one may say that it is.
  let held: Buffer | null = null
  for await (const frame of inFrames(source)) {
    if (held !== null) await seal(held, false)
    held = frame
  }
  await seal(held ?? Buffer.alloc(0), true)
  await file.sync()
  return salt.toString('hex')
}

/**
 * The content, a frame at a time. Nothing of it may be used before the last frame has been handed out.
 *
 * @throws SealedFramesError when it is not the file with this salt, whole and unchanged
 */
export async function* openFrames(file: FileHandle, key: Uint8Array, salt: string | null): AsyncGenerator<Buffer> {
  const next = await readerOf(file)
  const head = await next(headBytes)
  const ownSalt = head.subarray(magic.length)
  if (head.length < headBytes || !head.subarray(0, magic.length).equals(magic))
    throw new SealedFramesError('no such file')
  if (salt !== null && ownSalt.toString('hex') !== salt) throw new SealedFramesError('another file has its name')
  const fileKey = deriveFileKey(key, ownSalt)
  let sealed = await next(frameBytes + tagBytes)
  for (let number = 0; ; number++) {
    const following = await next(frameBytes + tagBytes)
    const isLast = following.length === 0
    yield openFrame(sealed, fileKey, nonceOf(number, isLast))
    if (isLast) return
    sealed = following
  }
}

function openFrame(sealed: Buffer, key: Buffer, nonce: Buffer): Buffer {
  if (sealed.length < tagBytes) throw new SealedFramesError('a frame is cut')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const content = decipher.update(sealed.subarray(0, -tagBytes))
  try {
    decipher.final()
  } catch (cause) {
    throw new SealedFramesError('a frame does not open', { cause })
  }
  return content
}

function deriveFileKey(key: Uint8Array, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'diwan/vector-index', 32))
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

async function* inFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let frame = Buffer.allocUnsafe(frameBytes)
  let filled = 0
  for await (const piece of source) {
    for (let taken = 0; taken < piece.length; ) {
      const copied = piece.copy(frame, filled, taken)
      filled += copied
      taken += copied
      if (filled < frameBytes) continue
      yield frame
      frame = Buffer.allocUnsafe(frameBytes)
      filled = 0
    }
  }
  if (filled > 0) yield frame.subarray(0, filled)
}

export async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) written += (await file.write(bytes, written)).bytesWritten
}

/** Gives the next bytes of a file, fewer than asked for only at its end. */
async function readerOf(file: FileHandle): Promise<(length: number) => Promise<Buffer>> {
  let left = (await file.stat()).size
  return async (length) => {
    const buffer = Buffer.allocUnsafe(Math.min(length, left))
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    left -= filled
    return buffer.subarray(0, filled)
  }
}
