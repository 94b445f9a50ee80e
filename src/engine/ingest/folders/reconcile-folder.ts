import type { FolderDiff, KnownFile } from '../../../domain/folder-diff.ts'
import { groupMoves } from '../../../domain/folder-moves.ts'
import type { FolderChanges } from '../../store/repositories/folder-changes.ts'
import type { TrashedFile } from '../../store/repositories/folder-files.ts'
import type { StoredFolder } from '../../store/repositories/folders.ts'
import type { Store } from '../../store/store.ts'
import type { OwnFolder } from '../own-folder.ts'
import { hashFile } from './hash-file.ts'
import { type FolderFile, type Listing, listFolder } from './list-folder.ts'
import { leaveOutRestless, lookAgain } from './look-again.ts'
import { planChanges } from './plan-changes.ts'

export type ReconcileOptions = {
  store: Store
  own: OwnFolder
  signal: AbortSignal
  now: () => number
}

/**
 * `jobId`: the job that reads what is new; null when nothing is. `restless`: some files changed meanwhile and were left to
 * the next comparison. `lost`: the folder can't be reached.
 */
export type Reconciled =
  | { state: 'followed'; jobId: string | null; identity: string; restless: boolean }
  | { state: 'lost' }

/** Rows of one read. */
const pageRows = 2_000
/** Files that are hashed at once. */
const hashedAtOnce = 4
/** Changes of one transaction, so that it holds the writer for a moment only. */
const together = { moves: 50, gone: 200, reads: 500, small: 1_000 }

/**
 * Makes a library follow a folder: compares the two, carries out moves and deletions, and makes one job of what is to be
 * read. Every part is a transaction that the next comparison can go on from, so a kill at any moment loses nothing.
 *
 * A folder that is not there, may not be read, or is another one (an empty mount point) deletes nothing.
 *
 * @throws Failure FOLDER_NOT_FOUND, DISK_FULL; the signal's reason
 */
export async function reconcileFolder(folder: StoredFolder, options: ReconcileOptions): Promise<Reconciled> {
  const { store, signal } = options
  const folderId = folder.id
  const now = options.now()
  const listing = await listFolder(folder, { ...options, now })
  if (listing.state !== 'listed') return lose(folder, listing, options)
  const known = await loadKnown(folderId, options)
  if (isAnotherFolder(folder, listing, known)) return lose(folder, { state: 'missing' }, options)
  // A known file that can't be reached is not a file that became empty.
  for (const [path, { item }] of listing.files) {
    if (item.source.kind === 'refused' && known.get(path)?.contentHash != null) listing.files.delete(path)
  }
  if (folder.missing || folder.error !== null) await store.write('folders.found', { folderId })
  const rules = { review: folder.review, isHidden: listing.isHidden, now }
  const { diff, looks } = await lookAgain(listing.files, known, rules)
  const trashed = await store.read('folderFiles.trashed', { folderId, sizes: sizesOf(diff) }, signal)
  const hashes = await hashCandidates(diff, trashed, options)
  const { settled, restless } = await leaveOutRestless(diff, looks)
  const changes = planChanges(settled, { folder, hashes, trashed })
  const jobId = await apply(folderId, changes, options)
  await store.write('folders.reconciled', { folderId, identity: listing.identity, now: options.now() })
  return { state: 'followed', jobId, identity: listing.identity, restless }
}

async function lose(
  folder: StoredFolder,
  listing: Exclude<Listing, { state: 'listed' }>,
  { store }: ReconcileOptions,
): Promise<Reconciled> {
  const missing = listing.state === 'missing'
  const error = listing.state === 'unreadable' ? listing.code : null
  if (folder.missing !== missing || folder.error !== error) {
    await store.write('folders.lost', { folderId: folder.id, missing, error })
  }
  return { state: 'lost' }
}

async function loadKnown(folderId: string, { store, signal }: ReconcileOptions): Promise<Map<string, KnownFile>> {
  const known = new Map<string, KnownFile>()
  for (let after = ''; ; ) {
    const page = await store.read('folderFiles.known', { folderId, after, limit: pageRows }, signal)
    for (const file of page) known.set(file.path, file)
    const last = page.at(-1)
    if (last === undefined || page.length < pageRows) return known
    after = last.path
  }
}

/**
 * The empty folder that is left where a disk was mounted, or another disk at its place. The same folder with another
 * identity, as after a restart or when it was copied back, still has files that are known.
 */
function isAnotherFolder(
  folder: StoredFolder,
  listing: Extract<Listing, { state: 'listed' }>,
  known: ReadonlyMap<string, KnownFile>,
): boolean {
  const { identity } = folder
  if (identity === null || identity === listing.identity || known.size === 0) return false
  for (const path of listing.files.keys()) if (known.has(path)) return false
  const deviceOf = (pair: string) => pair.split(':', 1)[0]
  return listing.files.size === 0 || deviceOf(identity) !== deviceOf(listing.identity)
}

function sizesOf({ added, edited }: FolderDiff<FolderFile>): number[] {
  return [...new Set([...added, ...edited.map(({ listed }) => listed)].map(({ bytes }) => bytes))]
}

/** The content of files that may be what has left another path, come back, or not changed at all: its size fits. */
async function hashCandidates(
  diff: FolderDiff<FolderFile>,
  trashed: readonly TrashedFile[],
  options: ReconcileOptions,
): Promise<Map<string, string>> {
  const left = [...diff.gone, ...diff.edited.map(({ known }) => known)].filter(
    ({ contentHash }) => contentHash !== null,
  )
  const sizes = new Set([...left, ...trashed].map(({ bytes }) => bytes))
  const candidates = [...diff.added, ...diff.edited.map(({ listed }) => listed)]
    .filter(({ bytes }) => sizes.has(bytes))
    .values()
  const hashes = new Map<string, string>()
  async function work(): Promise<void> {
    for (const { path, bytes, item } of candidates) {
      if (item.source.kind !== 'path') continue
      const hash = await hashFile({ path: item.source.path, bytes }, options)
      if (hash !== null) hashes.set(path, hash)
    }
  }
  await Promise.all(Array.from({ length: hashedAtOnce }, work))
  return hashes
}

/** Moves come first: they free and take the places that the rest is about. */
async function apply(
  folderId: string,
  changes: FolderChanges,
  { store, signal, now }: ReconcileOptions,
): Promise<string | null> {
  const parts: Partial<FolderChanges>[] = [
    ...groupMoves(changes.moves, { size: together.moves, placesOf }).map((moves) => ({ moves })),
    ...split(changes.gone, together.gone).map((gone) => ({ gone })),
    ...split(changes.touched, together.small).map((touched) => ({ touched })),
    ...split(changes.excluded, together.small).map((excluded) => ({ excluded })),
    ...split(changes.back, together.small).map((back) => ({ back })),
    ...split(changes.unreachable, together.small).map((unreachable) => ({ unreachable })),
    ...split(changes.waits, together.reads).map((waits) => ({ waits })),
    ...split(changes.reads, together.reads).map((reads) => ({ reads })),
  ]
  let jobId: string | null = null
  for (const part of parts) {
    signal.throwIfAborted()
    jobId = (await store.write('folders.apply', { folderId, changes: part, jobId, now: now() })).jobId
  }
  return jobId
}

/** Addresses, because what comes back from the trash has no path any more. */
function placesOf({ document }: FolderChanges['moves'][number]) {
  return { from: document.fromUri, to: document.uri }
}

function split<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, part) =>
    values.slice(part * size, (part + 1) * size),
  )
}
