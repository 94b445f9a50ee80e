import { join } from 'node:path'
import { isEdited, type KnownFile } from '../../../domain/folder-diff.ts'
import type { PendingItem } from '../../store/repositories/job-items.ts'
import type { Store } from '../../store/store.ts'
import type { OwnFolder } from '../own-folder.ts'
import { hashFile } from './hash-file.ts'
import { lookAtFile } from './look-at-file.ts'
import { isMade } from './plan-changes.ts'

type Options = { store: Store; own: OwnFolder; signal: AbortSignal }

/** Of content that more files than these share, any document is as good as another. */
const mostAlike = 100

/**
 * Whether what a job has read at a path of a bound folder was moved there after the folder was compared: the library knows
 * this content under another path that it has left since, or the folder has put it into the trash. Read as if it were
 * new, the file would get a second document and lose its own; the next comparison sees the move.
 *
 * A copy, with the first file where it was, was not moved.
 */
export async function hasMovedHere(
  { name: path, uri, source }: PendingItem,
  contentHash: string,
  options: Options,
): Promise<boolean> {
  if (source.kind !== 'path' || source.folder === undefined) return false
  const input = { folderId: source.folder, path, uri, contentHash, limit: mostAlike }
  const { root, files, inTrash } = await options.store.read('folderFiles.alike', input, options.signal)
  const made = files.filter(isMade)
  // It has its document already, and is only to be read anew, as after a rename to another type.
  if (made.some((file) => file.path === path)) return false
  if (inTrash) return true
  for (const file of made) if (await hasLeft(join(root, file.path), file, options)) return true
  return false
}

/** Whether the next comparison will find that the content has gone from its path. */
async function hasLeft(path: string, known: KnownFile, { own, signal }: Options): Promise<boolean> {
  const look = await lookAtFile(path)
  if (look.state !== 'file') return look.state === 'gone'
  if (!isEdited(known, look, { review: true })) return false
  return (await hashFile({ path, bytes: look.bytes }, { own, signal })) !== known.contentHash
}
