import { type BigIntStats, constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListedFile } from '../../../domain/folder-diff.ts'
import type { ItemInput } from '../../store/repositories/job-items.ts'
import { type FoundItem, fileUri, scanRoot } from '../adding/scan-folder.ts'
import type { OwnFolder } from '../own-folder.ts'
import { isSystemError, toFileError } from '../system-errors.ts'
import { createIgnoreRules } from './ignore-rules.ts'

export type FolderFile = ListedFile & { item: ItemInput }

/** All that a folder holds, or why that can't be told: it is not there, or may not be read. */
export type Listing =
  | {
      state: 'listed'
      /** Device and inode of the folder. */
      identity: string
      files: Map<string, FolderFile>
      /** Whether a path lies where this listing could not look. */
      isHidden: (path: string) => boolean
    }
  | { state: 'missing' }
  | { state: 'unreadable'; code: string }

/**
 * Times of files are as coarse as two seconds. A file that has changed so shortly before it is listed may change again
 * and look the same.
 */
const coarsestMicroseconds = 2_000_000

/** Lists a folder by its rules. Throws the signal's reason when it is aborted. `now` is in milliseconds. */
export async function listFolder(
  folder: { path: string; ignore: readonly string[] },
  options: { own: OwnFolder; signal: AbortSignal; now: number },
): Promise<Listing> {
  const { own, signal } = options
  const root = await lookAt(folder.path)
  if ('state' in root) return root
  const files = new Map<string, FolderFile>()
  const rootUri = fileUri(folder.path)
  const closed = new Set<string>()
  const rules = createIgnoreRules({ patterns: folder.ignore, own })
  for await (const found of scanRoot(folder.path, { seen: new Set(), signal, own, rules })) {
    if (isGone(found)) continue
    const file = toFile(found, options.now)
    if (found.uri === rootUri) return { state: 'unreadable', code: 'EACCES' }
    if (found.source.kind === 'refused') closed.add(file.path)
    files.set(file.path, file)
  }
  signal.throwIfAborted()
  const closedFolders = [...closed].filter((path) => path.endsWith('/'))
  return {
    state: 'listed',
    identity: `${root.dev}:${root.ino}`,
    files,
    isHidden: (path) => closed.has(path) || closedFolders.some((folder) => path.startsWith(folder)),
  }
}

async function lookAt(path: string): Promise<BigIntStats | Exclude<Listing, { state: 'listed' }>> {
  try {
    const found = await stat(path, { bigint: true })
    if (!found.isDirectory()) return { state: 'missing' }
    await access(path, constants.R_OK | constants.X_OK)
    return found
  } catch (error) {
    if (toFileError(error) === 'FILE_NOT_FOUND') return { state: 'missing' }
    return { state: 'unreadable', code: isSystemError(error) ? error.code : 'UNKNOWN' }
  }
}

/**
 * A link that leads nowhere, or what went while its folder was listed; a pipe or a device is no file at all. A folder that
 * is there and can't be listed is neither.
 */
function isGone({ name, source }: ItemInput): boolean {
  if (source.kind !== 'refused') return false
  return source.code === 'FILE_NOT_FOUND' || (source.code === 'FILE_NOT_REGULAR' && !name.endsWith('/'))
}

function toFile({ changedAt, ...item }: FoundItem, now: number): FolderFile {
  // What was refused has no times; it stays as it is until it can be reached.
  const changed = item.source.kind === 'refused' ? 0 : changedAt
  return {
    path: pathOf(item),
    bytes: item.bytes,
    modifiedAt: item.modifiedAt,
    changedAt: changed === null ? null : ifReliable(changed, now),
    item,
  }
}

/** The time of a change in microseconds; null when it is too short ago for a listing at `now`, in milliseconds. */
export function ifReliable(changedAt: number, now: number): number | null {
  return changedAt < now * 1_000 - coarsestMicroseconds ? changedAt : null
}

/** The name, and for a name that is not UTF-8 also its bytes: two of them may look alike. */
function pathOf({ name, uri, source }: ItemInput): string {
  const isLossy = source.kind === 'refused' && name.includes('\ufffd')
  return isLossy ? join(name, uri.slice(uri.lastIndexOf('/') + 1)) : name
}
