import { containerUri } from '../../../domain/member-address.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { indexDocument } from './document-index.ts'
import type { ItemReference } from './job-items.ts'

/** Who brings a file: a person, a bound folder by its id, or a second reading of what the library has. */
type Bringer = { by: 'person' } | { by: 'folder'; folderId: string } | { by: 'reread' }

type Trashed = { at: number; by: 'person' | 'folder' }

/** `mailTrashed`: when and by whom the mail that holds the file was put into the trash since this job read it. */
export type ItemOrigin = Bringer & { mailTrashed: Trashed | null }

export function findOrigin(connection: ReadConnection, item: ItemReference): ItemOrigin {
  const row = connection.get<{ uri: string; folderId: string | null; reread: number | null }>(
    'itemOrigin.find',
    `SELECT i.uri, j.payload ->> 'reread' AS reread, j.payload ->> 'folder' AS folderId
     FROM job_items i JOIN jobs j ON j.id = i.job_id WHERE i.job_id = ? AND i.ordinal = ?`,
    [item.jobId, item.ordinal],
  )
  const mailTrashed = row === undefined ? null : findTrashedMail(connection, item.jobId, row.uri)
  if (row?.reread === 1) return { by: 'reread', mailTrashed }
  const folderId = row?.folderId ?? null
  return folderId === null ? { by: 'person', mailTrashed } : { by: 'folder', folderId, mailTrashed }
}

/** An archive is no document, and what its file was before does not count: its item has none. */
function findTrashedMail(connection: ReadConnection, jobId: string, uri: string): Trashed | null {
  const containers: string[] = []
  for (let inner = containerUri(uri); inner !== null; inner = containerUri(inner)) containers.push(inner)
  if (containers.length === 0) return null
  const row = connection.get<Trashed>(
    'itemOrigin.trashedMail',
    `SELECT d.trashed_at AS at, d.trashed_by AS by FROM job_items i JOIN documents d ON d.id = i.document_id
     WHERE i.job_id = ? AND i.uri IN (SELECT value FROM json_each(?)) AND d.trashed_at IS NOT NULL`,
    [jobId, JSON.stringify(containers)],
  )
  return row ?? null
}

type Standing = { trashedBy: Trashed['by'] | null }

/**
 * Notes who brought a document, and takes it out of the trash when they may: a person whatever lies there, a folder only
 * what it put there itself, a second reading nothing. What is found in a mail that has gone to the trash meanwhile goes
 * there too. Answers whether it lies in the trash now.
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
  const { mailTrashed } = origin
  const cameBack = mailTrashed === null && trashedBy !== null && (origin.by === 'person' || origin.by === trashedBy)
  if (cameBack) {
    connection.run('itemOrigin.takeOut', 'UPDATE documents SET trashed_at = NULL, trashed_by = NULL WHERE key = ?', [
      key,
    ])
  }
  const goesWithMail = isNew && mailTrashed !== null
  if (goesWithMail) {
    connection.run('itemOrigin.followMail', 'UPDATE documents SET trashed_at = ?, trashed_by = ? WHERE key = ?', [
      mailTrashed.at,
      mailTrashed.by,
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
  return { inTrash: goesWithMail || (trashedBy !== null && !cameBack), cameBack }
}

/** The same for a document whose text stays as it was: what comes back from the trash goes into the index again. */
export function noteOriginOfKnown(connection: WriteConnection, documentKey: number, origin: ItemOrigin): void {
  const { cameBack } = noteOrigin(connection, { key: documentKey, isNew: false }, origin)
  if (cameBack) indexDocument(connection, documentKey, { isIndexed: false })
}
