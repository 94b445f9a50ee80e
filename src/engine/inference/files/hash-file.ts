import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** SHA-256 of a file's bytes in hexadecimal. Rejects with the system's error, or the signal's reason. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 })) {
    signal?.throwIfAborted()
    hash.update(piece)
  }
  return hash.digest('hex')
}
