import { createHash } from 'node:crypto'
import { openRegularFile } from '../open-regular-file.ts'
import { leadsToOwn, type OwnFolder } from '../own-folder.ts'
import { isSystemError } from '../system-errors.ts'

/** Hashed in a millisecond: the engine's thread is never held up. */
const pieceBytes = 512 * 1024

/**
 * SHA-256 of a file in hexadecimal, read piece by piece. Null when the file has gone, may not be read, is not of the size
 * that it was listed with, or belongs to the data folder: reading it as a document will tell what is wrong with it.
 */
export async function hashFile(
  file: { path: string; bytes: number },
  { own, signal }: { own: OwnFolder; signal: AbortSignal },
): Promise<string | null> {
  try {
    if (await leadsToOwn(file.path, own)) return null
    await using handle = await openRegularFile(file.path)
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of handle.createReadStream({ highWaterMark: pieceBytes, signal })) {
      hash.update(piece)
      bytes += piece.length
    }
    return bytes === file.bytes ? hash.digest('hex') : null
  } catch (error) {
    signal.throwIfAborted()
    if (!isSystemError(error)) throw error
    return null
  }
}
