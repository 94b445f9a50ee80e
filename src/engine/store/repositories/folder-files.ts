import type { WaitingFile } from '../../../contract/folders.ts'
import type { KnownFile } from '../../../domain/folder-diff.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { findFolderKey } from './folders.ts'

type Page = { folderId: string; offset: number; limit: number }

/** A document that a folder took away, with the content that would bring it back. */
export type TrashedFile = { documentId: string; uri: string; name: string; bytes: number; contentHash: string }

type KnownRow = Omit<KnownFile, 'hidden'> & { hidden: number }

// Of a document with an error beside its text the file has other content than its text. What a person told to read again is
// known by its document.
const knownFiles = `
  SELECT f.path, f.bytes, f.modified_at AS modifiedAt, f.changed_at AS changedAt, f.state,
    CASE WHEN d.state = 'ready' AND d.error IS NOT NULL THEN NULL
      ELSE coalesce(d.content_hash, f.content_hash) END AS contentHash,
    f.document_id AS documentId,
    CASE WHEN f.document_id IS NULL THEN 'none' WHEN d.key IS NULL THEN 'erased'
      WHEN d.trashed_by = 'person' THEN 'trashed' ELSE 'present' END AS standing, f.hidden
  FROM folder_files f LEFT JOIN documents d ON d.id = f.document_id`

function toKnownFile(row: KnownRow): KnownFile {
  return { ...row, hidden: row.hidden === 1 }
}

export const folderFileReads = {
  /** What is known of a folder's files, in the order of their paths, from behind a path on. */
  'folderFiles.known': (
    connection: ReadConnection,
    input: { folderId: string; after: string; limit: number },
  ): KnownFile[] =>
    connection
      .all<KnownRow>(
        'folderFiles.known',
        `${knownFiles} WHERE f.folder_key = ? AND f.path > ? ORDER BY f.path LIMIT ?`,
        [findFolderKey(connection, input.folderId), input.after, input.limit],
      )
      .map(toKnownFile),

  /**
   * Where a folder knows a content: its own path, at most `limit` files, that at `path` first, and whether it has put such
   * a document of another address into the trash. Nothing of a folder that is not bound any more.
   */
  'folderFiles.alike': (
    connection: ReadConnection,
    input: { folderId: string; path: string; uri: string; contentHash: string; limit: number },
  ): { root: string; files: KnownFile[]; inTrash: boolean } => {
    const { folderId, path, uri, contentHash, limit } = input
    const folder = connection.get<{ key: number; root: string }>(
      'folderFiles.folder',
      'SELECT key, path AS root FROM folders WHERE id = ?',
      [folderId],
    )
    if (folder === undefined) return { root: '', files: [], inTrash: false }
    const files = connection.all<KnownRow>(
      'folderFiles.alike',
      `${knownFiles} WHERE f.folder_key = ? AND f.content_hash = ? ORDER BY f.path <> ? LIMIT ?`,
      [folder.key, contentHash, path, limit],
    )
    const trashed = connection.get(
      'folderFiles.alikeInTrash',
      `SELECT 1 AS found FROM documents WHERE content_hash = ? AND folder_key = ? AND trashed_by = 'folder'
         AND uri <> ? AND instr(uri, '!/') = 0`,
      [contentHash, folder.key, uri],
    )
    return {
      root: folder.root,
      files: files.map(toKnownFile).filter((file) => file.contentHash === contentHash),
      inTrash: trashed !== undefined,
    }
  },

  /** Documents that a folder put into the trash and that are of one of these sizes, in bytes. */
  'folderFiles.trashed': (
    connection: ReadConnection,
    input: { folderId: string; sizes: readonly number[] },
  ): TrashedFile[] =>
    connection.all<TrashedFile>(
      'folderFiles.trashed',
      `SELECT id AS documentId, uri, name, bytes, content_hash AS contentHash FROM documents
       WHERE folder_key = ? AND trashed_by = 'folder' AND content_hash IS NOT NULL AND instr(uri, '!/') = 0
         AND bytes IN (SELECT value FROM json_each(?)) ORDER BY trashed_at DESC, key`,
      [findFolderKey(connection, input.folderId), JSON.stringify(input.sizes)],
    ),

  'folderFiles.waiting': (
    connection: ReadConnection,
    { folderId, offset, limit }: Page,
  ): { total: number; items: WaitingFile[] } => {
    const key = findFolderKey(connection, folderId)
    const counted = connection.get<{ total: number }>(
      'folderFiles.countWaiting',
      `SELECT count(*) AS total FROM folder_files WHERE folder_key = ? AND state = 'waiting'`,
      [key],
    )
    const items = connection.all<WaitingFile>(
      'folderFiles.waiting',
      `SELECT path, CASE WHEN document_id IS NULL THEN 'added' ELSE 'edited' END AS change, bytes,
         modified_at AS modifiedAt
       FROM folder_files WHERE folder_key = ? AND state = 'waiting' ORDER BY path LIMIT ? OFFSET ?`,
      [key, limit, offset],
    )
    return { total: counted?.total ?? 0, items }
  },
}

export const folderFileWrites = {
  /**
   * A person's word on files that wait: all, or those named. Accepted ones are read by the next comparison. A file that
   * was left out can be accepted by its path later.
   */
  'folderFiles.decide': (
    connection: WriteConnection,
    input: { folderId: string; decision: 'accept' | 'exclude'; paths?: readonly string[] | undefined },
  ): null => {
    const key = findFolderKey(connection, input.folderId)
    const state = input.decision === 'accept' ? 'pending' : 'excluded'
    if (input.paths === undefined) {
      connection.run(
        'folderFiles.decideAll',
        `UPDATE folder_files SET state = ? WHERE folder_key = ? AND state = 'waiting'`,
        [state, key],
      )
      return null
    }
    const from = input.decision === 'accept' ? `('waiting', 'excluded')` : `('waiting')`
    connection.run(
      'folderFiles.decide',
      `UPDATE folder_files SET state = ?, document_id = (SELECT id FROM documents WHERE id = document_id)
       WHERE folder_key = ? AND state IN ${from} AND path IN (SELECT value FROM json_each(?))`,
      [state, key, JSON.stringify(input.paths)],
    )
    return null
  },
}
