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
    const sealed = cipher.update(frame)
    cipher.final()
    await writeAll(file, sealed)
    await writeAll(file, cipher.getAuthTag())
    free(sealed)
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
 * The content, a frame at a time; each is gone when the next is asked for. Nothing of it may be used before the last
 * has been handed out.
 *
 * @throws SealedFramesError when it is not the file with this salt, whole and unchanged
 */
export async function* openFrames(file: FileHandle, key: Uint8Array, salt: string | null): AsyncGenerator<Buffer> {
  let left = (await file.stat()).size
  async function fill(buffer: Buffer): Promise<Buffer> {
    const filled = await readInto(file, buffer.subarray(0, Math.min(buffer.length, left)))
    left -= filled.length
    return filled
  }
  const head = await fill(Buffer.alloc(headBytes))
  const ownSalt = head.subarray(magic.length)
  if (head.length < headBytes || !head.subarray(0, magic.length).equals(magic))
    throw new SealedFramesError('no such file')
  if (salt !== null && ownSalt.toString('hex') !== salt) throw new SealedFramesError('another file has its name')
  const fileKey = deriveFileKey(key, ownSalt)
  const room = Buffer.allocUnsafe(Math.min(frameBytes + tagBytes, left))
  for (let number = 0; ; number++) {
    const sealed = await fill(room)
    const isLast = left === 0
    const frame = openFrame(sealed, fileKey, nonceOf(number, isLast))
    yield frame
    free(frame)
    if (isLast) return
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

/** Gives memory back now: the collector would let some sixty megabytes of it come together first. */
function free(bytes: Buffer<ArrayBufferLike>): void {
  const { buffer } = bytes
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) buffer.transfer(0)
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

/** Two buffers take turns: a frame stays as it is until the one after the next is asked for. */
async function* inFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const rooms = [Buffer.allocUnsafe(frameBytes), Buffer.allocUnsafe(frameBytes)] as const
  let frame: Buffer = rooms[0]
  let filled = 0
  for await (const piece of source) {
    for (let taken = 0; taken < piece.length; ) {
      const copied = piece.copy(frame, filled, taken)
      filled += copied
      taken += copied
      if (filled < frameBytes) continue
      yield frame
      frame = frame === rooms[0] ? rooms[1] : rooms[0]
      filled = 0
    }
  }
  if (filled > 0) yield frame.subarray(0, filled)
}

export async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) written += (await file.write(bytes, written)).bytesWritten
}

/** A file's content in pieces of one buffer, each gone when the next is asked for. */
export async function* readPieces(file: FileHandle): AsyncGenerator<Buffer> {
  const room = Buffer.allocUnsafe(frameBytes)
  for (let piece = await readInto(file, room); piece.length > 0; piece = await readInto(file, room)) yield piece
}

/** Fills the buffer with what follows in the file. Gives the part that was filled, all of it but at the file's end. */
async function readInto(file: FileHandle, buffer: Buffer): Promise<Buffer> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
