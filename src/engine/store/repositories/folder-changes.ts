import type { KnownFile, ListedFile } from '../../../domain/folder-diff.ts'
import type { WriteConnection } from '../connection.ts'
import { trashDocuments } from './document-trash.ts'
import { addToFolderJob } from './folder-jobs.ts'
import { type DocumentMove, findAtUri, loseOriginal, moveDocuments } from './folder-moves.ts'
import { type FolderRow, findFolder } from './folders.ts'
import type { ItemInput } from './job-items.ts'
import { isMemberUri } from './members.ts'

/** A file by its path in the folder, and its address. */
type FilePlace = { path: string; uri: string }

type FileMove = {
  /** Where the file was known until now; null for what comes back from the trash. */
  from: string | null
  to: ListedFile
  contentHash: string
  state: KnownFile['state']
  documentId: string | null
  document: DocumentMove
}

/** What a comparison of a folder with its library found, or a part of that. */
export type FolderChanges = {
  /** Moves that depend on each other come in one part. */
  moves: readonly FileMove[]
  /** Their times are new, their content is not. */
  touched: readonly ListedFile[]
  gone: readonly FilePlace[]
  /** To be read by a job. */
  reads: readonly (ListedFile & { item: ItemInput })[]
  /** To wait for a person's yes. */
  waits: readonly (ListedFile & { item: ItemInput })[]
  /** Paths to be left out from now on. */
  excluded: readonly string[]
  /** Files that can be reached again, and those that can't for now. */
  back: readonly FilePlace[]
  unreachable: readonly FilePlace[]
}

/** A part of the changes; `jobId` is the job that the parts before have filled. */
export type ApplyInput = { folderId: string; changes: Partial<FolderChanges>; jobId: string | null; now: number }

type Place = { folder: FolderRow; now: number }

export const folderChangeWrites = {
  /**
   * Makes the library follow what was found, or a part of it. What is to be read gets items of one job, in the same
   * transaction in which its files become pending. Answers with that job.
   */
  'folders.apply': (connection: WriteConnection, input: ApplyInput): { jobId: string | null } => {
    const { changes } = input
    const place = { folder: findFolder(connection, input.folderId), now: input.now }
    moveFiles(connection, changes.moves ?? [], place)
    for (const file of changes.touched ?? []) touch(connection, file, place.folder)
    removeFiles(connection, changes.gone ?? [], place)
    exclude(connection, changes.excluded ?? [], place.folder)
    for (const file of changes.back ?? []) setHidden(connection, file, { folder: place.folder, hidden: 0 })
    for (const file of changes.unreachable ?? []) setHidden(connection, file, { folder: place.folder, hidden: 1 })
    for (const file of changes.waits ?? []) take(connection, file, { folder: place.folder, state: 'waiting' })
    const items = (changes.reads ?? [])
      .filter((file) => take(connection, file, { folder: place.folder, state: 'pending' }))
      .map(({ item }) => item)
    if (items.length === 0) return { jobId: input.jobId }
    return { jobId: addToFolderJob(connection, { ...place, items, jobId: input.jobId }) }
  },
}

function moveFiles(connection: WriteConnection, moves: readonly FileMove[], { folder, now }: Place): void {
  moveDocuments(
    connection,
    moves.map(({ document }) => document),
    { libraryKey: folder.libraryKey, now },
  )
  for (const { from } of moves) if (from !== null) forget(connection, from, folder)
  for (const { to, contentHash, state, documentId } of moves) {
    connection.run(
      'folderFiles.place',
      `INSERT INTO folder_files (folder_key, path, bytes, modified_at, changed_at, content_hash, document_id, state)
       VALUES (:folderKey, :path, :bytes, :modifiedAt, :changedAt, :contentHash, :documentId, :state)
       ON CONFLICT (folder_key, path) DO UPDATE SET bytes = excluded.bytes, modified_at = excluded.modified_at,
         changed_at = excluded.changed_at, content_hash = excluded.content_hash, document_id = excluded.document_id,
         hidden = 0, state = excluded.state`,
      { folderKey: folder.key, ...timesOf(to), contentHash, documentId, state },
    )
  }
}

function touch(connection: WriteConnection, file: ListedFile, folder: FolderRow): void {
  connection.run(
    'folderFiles.touch',
    `UPDATE folder_files SET bytes = :bytes, modified_at = :modifiedAt, changed_at = :changedAt, state = 'followed',
       -- A person may have had the document read again since.
       content_hash = coalesce((SELECT content_hash FROM documents WHERE id = document_id), content_hash)
     WHERE folder_key = :folderKey AND path = :path`,
    { folderKey: folder.key, ...timesOf(file) },
  )
}

/** What came only from the folder goes to the trash; what a person has added too stays, without its original. */
function removeFiles(connection: WriteConnection, gone: FolderChanges['gone'], { folder, now }: Place): void {
  const documents = gone.flatMap(({ uri }) => findAtUri(connection, uri, folder.libraryKey))
  const onlyFromHere = documents.filter(({ manual }) => manual === 0).map(({ key }) => key)
  for (const { key } of documents) loseOriginal(connection, key)
  trashDocuments(connection, onlyFromHere, { by: 'folder', now })
  for (const { path } of gone) forget(connection, path, folder)
}

function forget(connection: WriteConnection, path: string, folder: FolderRow): void {
  connection.run('folderFiles.remove', 'DELETE FROM folder_files WHERE folder_key = ? AND path = ?', [folder.key, path])
}

function exclude(connection: WriteConnection, paths: readonly string[], folder: FolderRow): void {
  connection.run(
    'folderFiles.exclude',
    `UPDATE folder_files SET state = 'excluded'
     WHERE folder_key = ? AND path IN (SELECT value FROM json_each(?))`,
    [folder.key, JSON.stringify(paths)],
  )
}

function setHidden(
  connection: WriteConnection,
  { path, uri }: FilePlace,
  { folder, hidden }: { folder: FolderRow; hidden: 0 | 1 },
): void {
  connection.run('folderFiles.hide', 'UPDATE folder_files SET hidden = ? WHERE folder_key = ? AND path = ?', [
    hidden,
    folder.key,
    path,
  ])
  const sql = `UPDATE documents SET available = ? WHERE key = ? AND NOT ${isMemberUri('uri')}`
  for (const { key } of findAtUri(connection, uri, folder.libraryKey)) {
    connection.run('folderFiles.setAvailable', sql, [1 - hidden, key])
  }
}

/** Notes a file that is to be read. False when nothing is: a person has its document in the trash, or it is refused. */
function take(
  connection: WriteConnection,
  file: ListedFile & { item: ItemInput },
  { folder, state }: { folder: FolderRow; state: 'pending' | 'waiting' },
): boolean {
  const document = connection.get<{ id: string; contentHash: string | null; trashedBy: string | null }>(
    'folderFiles.documentAt',
    `SELECT id, content_hash AS contentHash, trashed_by AS trashedBy FROM documents WHERE library_key = ? AND uri = ?`,
    [folder.libraryKey, file.item.uri],
  )
  const inTrash = document?.trashedBy === 'person'
  // What can't be reached has no content that could be followed; the job says so, once.
  const refused = file.item.source.kind === 'refused'
  connection.run(
    'folderFiles.take',
    `INSERT INTO folder_files (folder_key, path, bytes, modified_at, changed_at, content_hash, document_id, state)
     VALUES (:folderKey, :path, :bytes, :modifiedAt, :changedAt, :contentHash, :documentId, :state)
     ON CONFLICT (folder_key, path) DO UPDATE SET bytes = excluded.bytes, modified_at = excluded.modified_at,
       changed_at = excluded.changed_at, state = excluded.state`,
    {
      folderKey: folder.key,
      ...timesOf(file),
      // Looked at again when it comes out of the trash.
      changedAt: inTrash ? null : file.changedAt,
      contentHash: document?.contentHash ?? null,
      documentId: document?.trashedBy === 'folder' ? null : (document?.id ?? null),
      state: inTrash || refused ? 'followed' : state,
    },
  )
  return !inTrash
}

function timesOf({ path, bytes, modifiedAt, changedAt }: ListedFile) {
  return { path, bytes, modifiedAt, changedAt }
}
