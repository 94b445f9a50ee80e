import type { ReadConnection, WriteConnection } from '../connection.ts'
import { indexDocument } from './document-index.ts'
import type { ItemReference } from './job-items.ts'

/** Who brings a file: a person, a bound folder by its id, or a second reading of what the library has. */
export type ItemOrigin = { by: 'person' } | { by: 'folder'; folderId: string } | { by: 'reread' }

export function findOrigin(connection: ReadConnection, { jobId, ordinal }: ItemReference): ItemOrigin {
  const row = connection.get<{ folderId: string | null; reread: number | null }>(
    'itemOrigin.find',
    `SELECT j.payload ->> 'reread' AS reread, j.payload ->> 'folder' AS folderId FROM job_items i JOIN jobs j ON j.id = i.job_id WHERE i.job_id = ? AND i.ordinal = ?`,
    [jobId, ordinal],
  )
  if (row?.reread === 1) return { by: 'reread' }
  const folderId = row?.folderId ?? null
  return folderId === null ? { by: 'person' } : { by: 'folder', folderId }
}

type Standing = { trashedBy: 'person' | 'folder' | null }

/**
 * Notes who brought a document, and takes it out of the trash when they may: a person whatever lies there, a folder only
 * what it put there itself, a second reading nothing. Answers whether it lies in the trash now.
 */
export function noteOrigin(
  connection: WriteConnection,
  document: { key: number; isNew: boolean },
  origin: ItemOrigin,
): { inTrash: boolean; cameBack: boolean } {
  const { key, isNew } = document
  const before = connection.get<Standing>(
    'itemOrigin.standing',
    'SELECT trashed_by AS trashedBy FROM documents WHERE key = ?',
    [key],
  )
  const trashedBy = before?.trashedBy ?? null
  const cameBack = trashedBy !== null && (origin.by === 'person' || origin.by === trashedBy)
  if (cameBack) {
    connection.run('itemOrigin.takeOut', 'UPDATE documents SET trashed_at = NULL, trashed_by = NULL WHERE key = ?', [
      key,
    ])
  }
  if (origin.by === 'person' && !isNew) {
    connection.run('itemOrigin.byPerson', 'UPDATE documents SET manual = 1 WHERE key = ? AND manual = 0', [key])
  }
  if (origin.by === 'folder') {
    connection.run(
      'itemOrigin.byFolder',
      `UPDATE documents SET folder_key = (SELECT key FROM folders WHERE id = :folderId),
         manual = CASE WHEN :isNew THEN 0 ELSE manual END WHERE key = :key`,
      { folderId: origin.folderId, isNew: isNew ? 1 : 0, key },
    )
  }
  return { inTrash: trashedBy !== null && !cameBack, cameBack }
}

/** The same for a document whose text stays as it was: what comes back from the trash goes into the index again. */
export function noteOriginOfKnown(connection: WriteConnection, documentKey: number, origin: ItemOrigin): void {
  const { cameBack } = noteOrigin(connection, { key: documentKey, isNew: false }, origin)
  if (cameBack) indexDocument(connection, documentKey, { isIndexed: false })
}
