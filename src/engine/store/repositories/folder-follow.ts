import type { WriteConnection } from '../connection.ts'

/**
 * Notes that a file of a bound folder was read. Called inside the transaction that did it, so that a file is never read
 * without being known, or known without being read. An archive is read without a document. What was not read and has none
 * was gone when its turn came: it stays pending, and the next comparison sees to what an earlier version had made.
 */
export function followFile(
  connection: WriteConnection,
  file: { folderId: string; path: string; isRead: boolean; documentId: string | null; contentHash: string | null },
): void {
  const { folderId, path, isRead, documentId, contentHash } = file
  if (documentId === null && !isRead) return
  connection.run(
    'folderFiles.follow',
    `UPDATE folder_files SET state = 'followed', document_id = :documentId,
       content_hash = coalesce((SELECT content_hash FROM documents WHERE id = :documentId), :contentHash)
     WHERE folder_key = (SELECT key FROM folders WHERE id = :folderId) AND path = :path AND state = 'pending'`,
    { folderId, path, documentId, contentHash },
  )
}
