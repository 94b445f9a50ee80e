import { v7 as newId } from 'uuid'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { trashDocuments } from './document-trash.ts'
import { findLibraryKey } from './libraries.ts'
import { isMemberUri } from './members.ts'

/** A bound folder as the store knows it. */
export type StoredFolder = {
  id: string
  libraryId: string
  path: string
  ignore: string[]
  review: boolean
  paused: boolean
  missing: boolean
  error: string | null
  /** Device and inode when its files were last seen. */
  identity: string | null
  /** The job that reads what came last, until its end has been taken note of. */
  jobId: string | null
  reconciledAt: number | null
  files: { followed: number; waiting: number; excluded: number }
}

export type FolderRow = Omit<StoredFolder, 'ignore' | 'review' | 'paused' | 'missing' | 'files'> & {
  key: number
  libraryKey: number
  ignored: string
  review: number
  paused: number
  missing: number
}

const columns = `
  SELECT f.key, f.id, f.library_key AS libraryKey, l.id AS libraryId, f.path, f.ignored, f.review, f.paused, f.missing,
    f.error, f.identity, f.job_id AS jobId, f.reconciled_at AS reconciledAt
  FROM folders f JOIN libraries l ON l.key = f.library_key`

/** @throws Failure FOLDER_NOT_FOUND */
export function findFolder(connection: ReadConnection, folderId: string): FolderRow {
  const row = connection.get<FolderRow>('folders.find', `${columns} WHERE f.id = ?`, [folderId])
  if (row === undefined) throw new Failure('FOLDER_NOT_FOUND', { folderId })
  return row
}

/** @throws Failure FOLDER_NOT_FOUND */
export function findFolderKey(connection: ReadConnection, folderId: string): number {
  return findFolder(connection, folderId).key
}

function toFolder(connection: ReadConnection, row: FolderRow): StoredFolder {
  const { key, libraryKey: _libraryKey, ignored, ...rest } = row
  const counts = connection.all<{ state: string; files: number }>(
    'folders.count',
    'SELECT state, count(*) AS files FROM folder_files WHERE folder_key = ? GROUP BY state',
    [key],
  )
  const count = (...states: string[]) =>
    counts.filter(({ state }) => states.includes(state)).reduce((sum, { files }) => sum + files, 0)
  return {
    ...rest,
    ignore: JSON.parse(ignored) as string[],
    review: row.review === 1,
    paused: row.paused === 1,
    missing: row.missing === 1,
    files: { followed: count('followed', 'pending'), waiting: count('waiting'), excluded: count('excluded') },
  }
}

export const folderReads = {
  /** All, or those of one library, in the order of their paths. */
  'folders.list': (connection: ReadConnection, input: { library: string | null }): StoredFolder[] => {
    const key = input.library === null ? null : findLibraryKey(connection, input.library).key
    return connection
      .all<FolderRow>('folders.list', `${columns} WHERE :key IS NULL OR f.library_key = :key ORDER BY f.path, f.key`, {
        key,
      })
      .map((row) => toFolder(connection, row))
  },

  'folders.get': (connection: ReadConnection, input: { folderId: string }): StoredFolder =>
    toFolder(connection, findFolder(connection, input.folderId)),
}

export const folderWrites = {
  'folders.bind': (
    connection: WriteConnection,
    input: { library: string; path: string; ignore: readonly string[]; review: boolean; now: number },
  ): StoredFolder => {
    const id = newId()
    connection.run(
      'folders.bind',
      'INSERT INTO folders (id, library_key, path, ignored, review, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      [
        id,
        findLibraryKey(connection, input.library).key,
        input.path,
        JSON.stringify(input.ignore),
        input.review ? 1 : 0,
        input.now,
      ],
    )
    return toFolder(connection, findFolder(connection, id))
  },

  /** What is undefined stays as it is. */
  'folders.update': (
    connection: WriteConnection,
    input: {
      folderId: string
      ignore?: readonly string[] | undefined
      review?: boolean | undefined
      paused?: boolean | undefined
    },
  ): StoredFolder => {
    const flag = (value: boolean | undefined) => (value === undefined ? null : Number(value))
    connection.run(
      'folders.update',
      `UPDATE folders SET ignored = coalesce(:ignored, ignored), review = coalesce(:review, review),
         paused = coalesce(:paused, paused) WHERE id = :folderId`,
      {
        folderId: input.folderId,
        ignored: input.ignore === undefined ? null : JSON.stringify(input.ignore),
        review: flag(input.review),
        paused: flag(input.paused),
      },
    )
    return toFolder(connection, findFolder(connection, input.folderId))
  },

  /** The folder's files were compared with the library. */
  'folders.reconciled': (
    connection: WriteConnection,
    input: { folderId: string; identity: string; now: number },
  ): null => {
    connection.run(
      'folders.reconciled',
      'UPDATE folders SET missing = 0, error = NULL, identity = ?, reconciled_at = ? WHERE id = ?',
      [input.identity, input.now, input.folderId],
    )
    return null
  },

  /** The folder can't be reached: nothing is deleted, its documents say that their originals are unavailable. */
  'folders.lost': (
    connection: WriteConnection,
    input: { folderId: string; missing: boolean; error: string | null },
  ): null => {
    const { key } = findFolder(connection, input.folderId)
    connection.run('folders.lost', 'UPDATE folders SET missing = ?, error = ? WHERE key = ?', [
      input.missing ? 1 : 0,
      input.error,
      key,
    ])
    connection.run(
      'folders.unavailable',
      `UPDATE documents SET available = 0
       WHERE folder_key = ? AND trashed_at IS NULL AND available = 1 AND NOT ${isMemberUri('uri')}`,
      [key],
    )
    return null
  },

  /** The folder can be reached again. What in it still can't be is found by the comparison that follows. */
  'folders.found': (connection: WriteConnection, input: { folderId: string }): null => {
    const { key } = findFolder(connection, input.folderId)
    connection.run('folders.unhide', 'UPDATE folder_files SET hidden = 0 WHERE folder_key = ? AND hidden = 1', [key])
    connection.run(
      'folders.available',
      // What a person took out of the trash after its file was deleted has no file to come back.
      `UPDATE documents SET available = 1 WHERE folder_key = :key AND available = 0
         AND id IN (SELECT document_id FROM folder_files WHERE folder_key = :key)`,
      { key },
    )
    return null
  },

  /** Puts some of the documents that came only from a folder into the trash, by a person's wish; answers how many. */
  'folders.trashSome': (
    connection: WriteConnection,
    input: { folderId: string; limit: number; now: number },
  ): { documents: number } => {
    const rows = connection.all<{ key: number }>(
      'folders.documents',
      `SELECT key FROM documents
       WHERE folder_key = ? AND manual = 0 AND trashed_at IS NULL LIMIT ?`,
      [findFolderKey(connection, input.folderId), input.limit],
    )
    const keys = rows.map(({ key }) => key)
    trashDocuments(connection, keys, { by: 'person', now: input.now })
    return { documents: keys.length }
  },

  /** Ends following. The documents that are left are a person's from now on. Answers how many came only from the folder. */
  'folders.unbind': (connection: WriteConnection, input: { folderId: string }): { id: string; documents: number } => {
    const { key, id } = findFolder(connection, input.folderId)
    const { changes } = connection.run(
      'folders.keepDocuments',
      'UPDATE documents SET manual = 1 WHERE folder_key = ? AND manual = 0 AND trashed_at IS NULL',
      [key],
    )
    connection.run('folders.unbind', 'DELETE FROM folders WHERE key = ?', [key])
    return { id, documents: changes }
  },
}
