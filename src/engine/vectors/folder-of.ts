import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { IndexPlace } from './vectors.ts'

/** The folder of an index. Its name says nothing of the library and can be a name on any disk. */
export function folderOf(folder: string, { libraryId, fingerprint }: IndexPlace): string {
  const name = createHash('sha256')
    .update(JSON.stringify([libraryId, fingerprint]))
    .digest('hex')
    .slice(0, 32)
  return join(folder, name)
}
