import type { BigIntStats } from 'node:fs'
import { opendir, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FileErrorCode } from '../../../contract/errors.ts'
import { asOutermostUri } from '../../../domain/member-address.ts'
import type { ItemInput } from '../../store/repositories/job-items.ts'
import { isOwnFolder, type OwnFolder } from '../own-folder.ts'
import { toFileError } from '../system-errors.ts'

/** Folders of programs, not of a person: passed over unless they are added by themselves. Hidden entries are too. */
const skippedFolders = new Set(['node_modules', '__pycache__'])

/**
 * `seen` is shared by the roots of one job. Ends early when the signal is aborted. `own` is never entered; null where there
 * is no data folder.
 */
export type Scan = { seen: Set<string>; signal: AbortSignal; own: OwnFolder | null; rules?: ScanRules }

/** What else a scan passes over. Names are paths inside the root, with `/`. */
export type ScanRules = {
  /** Called before what is in a folder is asked about; throws the system's error when its rules can't be read. */
  enter(folder: { path: string; name: string }): Promise<void>
  ignores(name: string, kind: 'file' | 'folder'): boolean
}

/** `changedAt`: last change of the file or its inode, in microseconds; null for what was refused. */
export type FoundItem = ItemInput & { changedAt: number | null }

/**
 * Every file below a file or folder, as it is found. Names are paths relative to the folder, with `/`. Links are
 * followed; a folder that was seen before, through a link or another root, is not entered again (`seen` holds those of
 * all roots of a job), so a loop ends.
 *
 * Passed over: hidden files and folders (their names begin with a dot), `node_modules`, `__pycache__`, Diwan's data folder. What can't be
 * reached is an item that is already refused, and the rest goes on.
 */
export async function* scanRoot(root: string, scan: Scan): AsyncGenerator<FoundItem> {
  const found = await look(root)
  if (typeof found === 'string') yield refused({ name: basename(root) || root, path: root, code: found })
  else if (found.isDirectory()) yield* scanFolder(root, scan)
  else yield toItem({ name: basename(root), path: root, found })
}

type Folder = { path: string; name: string }
type Inside = { folder: Folder; deeper: Folder[]; rules: ScanRules | undefined }

async function* scanFolder(root: string, { seen, signal, own, rules }: Scan): AsyncGenerator<FoundItem> {
  const waiting: Folder[] = [{ path: root, name: '' }]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (signal.aborted) return
    const found = await look(folder.path)
    if (typeof found === 'string') {
      yield refused({ name: `${folder.name || basename(root)}/`, path: folder.path, code: found })
      continue
    }
    if (own !== null && isOwnFolder(found, own)) continue
    // On every platform the pair names one folder, however many paths lead to it.
    const identity = `${found.dev}:${found.ino}`
    if (seen.has(identity)) continue
    seen.add(identity)
    yield* scanEntries({ folder, deeper: [], rules }, waiting)
  }
}

async function* scanEntries(inside: Inside, waiting: Folder[]): AsyncGenerator<FoundItem> {
  const { folder, deeper, rules } = inside
  try {
    await rules?.enter(folder)
    let unnamed = false
    for await (const entry of await opendir(folder.path, { bufferSize: 256 })) {
      if (isHidden(entry.name)) continue
      // The name had bytes that are not UTF-8 and were replaced: it does not lead back to the file.
      if (entry.name.includes('\ufffd')) unnamed = true
      else yield* scanEntry(entry.name, inside)
    }
    if (unnamed) yield* scanUnnamed(inside)
  } catch (error) {
    const name = `${folder.name || basename(folder.path)}/`
    yield refused({ name, path: folder.path, code: toFileError(error) })
  }
  // The first found is entered first.
  waiting.push(...deeper.reverse())
}

async function* scanEntry(entryName: string, { folder, deeper, rules }: Inside): AsyncGenerator<FoundItem> {
  const path = join(folder.path, entryName)
  const name = inFolder(folder, entryName)
  const found = await look(path)
  const isFolder = typeof found !== 'string' && found.isDirectory()
  if (rules?.ignores(name, isFolder ? 'folder' : 'file')) return
  if (typeof found === 'string') yield refused({ name, path, code: found })
  else if (isFolder) {
    if (!skippedFolders.has(entryName)) deeper.push({ path, name })
  } else if (!found.isFile()) yield refused({ name, path, code: 'FILE_NOT_REGULAR' })
  else yield toItem({ name, path, found })
}

/**
 * Entries whose names hold U+FFFD, by their bytes: a name that really has this character is like any other; one that is
 * not UTF-8 can't be kept as text, so its file is refused, under an address that has the bytes.
 */
async function* scanUnnamed(inside: Inside): AsyncGenerator<FoundItem> {
  const { folder } = inside
  for (const entry of await readdir(folder.path, { withFileTypes: true, encoding: 'buffer' })) {
    const lossy = entry.name.toString('utf8')
    if (!lossy.includes('\ufffd') || isHidden(lossy)) continue
    if (Buffer.from(lossy, 'utf8').equals(entry.name)) {
      yield* scanEntry(lossy, inside)
      continue
    }
    const bytes = [...entry.name].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')
    const item = refused({ name: inFolder(folder, lossy), path: folder.path, code: 'FILE_UNREADABLE' })
    yield { ...item, uri: `${item.uri}/${bytes}` }
  }
}

function isHidden(name: string): boolean {
  return name.startsWith('.')
}

function inFolder(folder: Folder, name: string): string {
  return folder.name === '' ? name : `${folder.name}/${name}`
}

/** What a path leads to, links followed, or why that can't be told. */
async function look(path: string): Promise<BigIntStats | FileErrorCode> {
  try {
    return await stat(path, { bigint: true })
  } catch (error) {
    return toFileError(error)
  }
}

/** The address of a file's document. */
export function fileUri(path: string): string {
  return asOutermostUri(pathToFileURL(path).href)
}

function toItem({ name, path, found }: { name: string; path: string; found: BigIntStats }): FoundItem {
  return { name, uri: fileUri(path), source: { kind: 'path', path }, ...sizeAndTimes(found) }
}

/** Bytes, milliseconds and microseconds, as items have them. */
export function sizeAndTimes(found: BigIntStats): { bytes: number; modifiedAt: number | null; changedAt: number } {
  const modifiedAt = Number(found.mtimeMs)
  return {
    bytes: Number(found.size),
    // A clock before 1970 is not a time that the contract knows.
    modifiedAt: modifiedAt >= 0 ? modifiedAt : null,
    changedAt: Number(found.ctimeNs / 1_000n),
  }
}

function refused({ name, path, code }: { name: string; path: string; code: FileErrorCode }): FoundItem {
  return {
    name,
    uri: fileUri(path),
    source: { kind: 'refused', code },
    bytes: 0,
    modifiedAt: null,
    changedAt: null,
  }
}
